"""A family's account at the desk: changed by one, confirmed by another; agreements, bank books."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.accounts.models import User
from doudi.accounts.queries import office_of, officers_with
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.payments import guards
from doudi.payments.actions.accounts import change_account
from doudi.payments.forms import AccountForm, AgreementForm, BookForm
from doudi.people.actions import payees
from doudi.people.models import AccountAgreement, BookKeeping, Household, PayeeAccount
from doudi.people.queries import members, names_of
from doudi.people.queries.payees import (
    accounts_of_household,
    agreements_of,
    books_for,
    payee_account,
    unconfirmed_for,
)
from doudi.ui.access import for_officer

Forms = AccountForm | AgreementForm | BookForm


@for_officer(*guards.ACCOUNT_DUTIES)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    found = unconfirmed_for(request.officer, clock.today())  # type: ignore[attr-defined]
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = names_of(account.holder_id for account in page)
    rows = [(account, names.get(account.holder_id, "")) for account in page]
    return render(request, "payments/accounts.html", {"page": page, "rows": rows})


@for_officer(*guards.ACCOUNT_DUTIES)
@never_cache
@require_GET
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    return _show(request, _household(request, key))


def _household(request: HttpRequest, key: UUID) -> Household:
    found = get_object_or_404(Household.objects.select_related("place"), key=key)
    guards.check_can_see_account(request.officer, found, clock.today())  # type: ignore[attr-defined]
    return found


def _show(request: HttpRequest, household: Household, form: Forms | None = None) -> HttpResponse:
    accounts = list(accounts_of_household(household))
    names = names_of(account.holder_id for account in accounts)
    current = payee_account(household)
    context = {
        "household": household,
        "current": current,
        "rows": [(account, names.get(account.holder_id, "")) for account in accounts],
        "agreements": agreements_of(household),
        "books": household.bookkeepings.select_related("keeper").order_by("-valid_from"),
        "form": form if isinstance(form, AccountForm) else _form(household),
        "agreement": form if isinstance(form, AgreementForm) else AgreementForm(),
        "book": form if isinstance(form, BookForm) else BookForm(keepers=_keepers(request)),
    }
    return render(request, "payments/account.html", context, status=422 if form else 200)


def _form(household: Household, data: object = None) -> AccountForm:
    family = members(household, clock.today())
    return AccountForm(data, people=[(one.person.pk, one.name) for one in family])


def _keepers(request: HttpRequest) -> list[tuple[int, str]]:
    """Officers of the same office: who keeps a book is one of those who meet the family."""
    by: Officer = request.officer  # type: ignore[attr-defined]
    office, today = office_of(by), clock.today()
    found = [one for duty in guards.ACCOUNT_DUTIES for one in officers_with(duty, office, today)]
    return sorted({(one.user_id, one.name) for one in found}, key=lambda one: one[1])


@for_officer(*guards.ACCOUNT_DUTIES)
@require_POST
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    household = _household(request, key)
    form = _form(household, request.POST)
    if form.is_valid():
        try:
            change_account(
                household=household,
                said=form.said(),
                by=request.officer,  # type: ignore[attr-defined]
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            messages.success(request, _("账户已登记。更换的账户，要由另一个人核对后使用。"))
            return redirect("payments_account", key)
    return _show(request, household, form)


@for_officer(*guards.ACCOUNT_DUTIES)
@require_POST
def confirm(request: HttpRequest, key: UUID, pk: UUID) -> HttpResponse:
    account = get_object_or_404(PayeeAccount, pk=pk, household=_household(request, key))
    payees.confirm_account(account=account, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("账户已核对，从下一批起发到这个账户。"))
    return redirect("payments_account", key)


@for_officer(*guards.ACCOUNT_DUTIES)
@require_POST
def agree(request: HttpRequest, key: UUID, pk: UUID) -> HttpResponse:
    household = _household(request, key)
    account = get_object_or_404(PayeeAccount, pk=pk, household=household)
    form = AgreementForm(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        try:
            payees.agree(
                account=account, reason=said["reason"], paper=said["paper"].read(),
                agreed_on=said["agreed_on"], by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            messages.success(request, _("代领协议已登记。"))
            return redirect("payments_account", key)
    return _show(request, household, form)


@for_officer(*guards.ACCOUNT_DUTIES)
@require_POST
def end_agreement(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    found = AccountAgreement.objects.select_related("account__household__place")
    agreement = get_object_or_404(found, pk=pk, account__household=_household(request, key))
    payees.end_agreement(agreement=agreement, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("代领协议已终止。"))
    return redirect("payments_account", key)


@for_officer(*guards.ACCOUNT_DUTIES)
@require_POST
def keep_book(request: HttpRequest, key: UUID) -> HttpResponse:
    household = _household(request, key)
    form = BookForm(request.POST, request.FILES, keepers=_keepers(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            payees.keep_book(
                household=household, keeper=User.objects.get(pk=int(said["keeper"])),
                reason=said["reason"], paper=said["paper"].read(), valid_from=said["valid_from"],
                by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            messages.success(request, _("代管已登记，列入全县台账。"))
            return redirect("payments_account", key)
    return _show(request, household, form)


@for_officer(*guards.ACCOUNT_DUTIES)
@require_POST
def give_back_book(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    keeping = get_object_or_404(BookKeeping, pk=pk, household=_household(request, key))
    payees.give_back_book(
        keeping=keeping, on=clock.today(), by=request.officer, at=clock.now()  # type: ignore[attr-defined]
    )  # fmt: skip
    messages.success(request, _("已登记：存折还给了本人。"))
    return redirect("payments_account", key)


@for_officer(*guards.BOOK_READERS)
@require_GET
def show_books(request: HttpRequest) -> HttpResponse:
    """存折代管台账: every official who keeps a family's bank book, of the officer's places."""
    found = books_for(request.officer, clock.today())  # type: ignore[attr-defined]
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "payments/books.html", {"page": page})
