"""The family asks for another account."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.payments import guards
from doudi.payments.actions.accounts import ask_for_account
from doudi.payments.forms import OwnAccountForm
from doudi.people.models import Household
from doudi.people.queries import members, payee_account
from doudi.ui.access import for_citizen


@for_citizen(level=1)
@never_cache
def account(request: HttpRequest, key: UUID) -> HttpResponse:
    """The ending of the account in use, and a form; an officer looks at the card afterwards."""
    household = get_object_or_404(Household.objects.select_related("place"), key=key)
    by, today = request.citizen, clock.today()  # type: ignore[attr-defined]
    guards.check_own_account(by, household, today)
    people = [(one.person.pk, one.name) for one in members(household, today)]
    form = OwnAccountForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_account(household=household, said=form.said(), by=by, at=clock.now())
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            messages.success(request, _("已经收到。请带存折或银行卡到村（社区）核对一次。"))
            return redirect("payments_own_account", key)
    context = {"form": form, "current": payee_account(household)}
    return render(request, "payments/own_account.html", context, status=422 if form.errors else 200)
