"""Giving back, papers that may follow, taking back at a counter, and whom not to ask to sign."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.models import Post
from doudi.accounts.queries.posts import valid_posts
from doudi.accounts.states import Duty
from doudi.applications.actions import applications as actions
from doudi.applications.actions import awaiting
from doudi.applications.actions.returning import send_back as give_back
from doudi.applications.forms import tried
from doudi.applications.forms.intake import (
    ExcuseForm,
    ItemsForm,
    PictureForm,
    ReasonForm,
    SendBackForm,
    WithdrawForm,
)
from doudi.applications.guards import (
    HELPING_DUTIES,
    INTAKE_DUTIES,
    TOWN_DUTIES,
    check_can_handle_items,
    check_can_name_items,
    check_can_read,
    check_can_send_back,
    check_can_withdraw_at_counter,
)
from doudi.applications.models import Application, AwaitedItem
from doudi.applications.queries.applications import by_key
from doudi.applications.queries.items import (
    item_lines,
    items_that_may_follow,
    never_asked,
    overdue_items,
)
from doudi.applications.queries.people import find
from doudi.applications.queries.progress import panel
from doudi.applications.queries.trays import progress_rows
from doudi.applications.queries.waiting import taken_elsewhere
from doudi.applications.views.desk import SIZE
from doudi.applications.views.face import officer
from doudi.common import clock
from doudi.common.refusals import refusal_of
from doudi.people.actions.excuses import excuse as excuse_member
from doudi.people.queries import names_of
from doudi.ui.access import for_officer


def _opened(request: HttpRequest, key: UUID) -> Application:
    application = by_key(key)
    check_can_read(officer(request), application, clock.today())
    return application


def _page(
    request: HttpRequest, name: str, application: Application, **more: object
) -> HttpResponse:
    on = clock.today()
    shown = {"application": application, "panel": panel(application, on=on), **more}
    return render(request, name, shown)


@for_officer(Duty.TOWN_ACCEPTOR)
def send_back(request: HttpRequest, key: UUID) -> HttpResponse:
    application = _opened(request, key)
    form = SendBackForm(request.POST or None)
    if tried(
        request,
        form,
        lambda: give_back(
            application=application, by=officer(request), at=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, _("已经退回补正，原因一次告知。"))
        return redirect("applications_town")
    refusal = refusal_of(check_can_send_back, officer(request), application, clock.today())
    return _page(request, "applications/send_back.html", application, form=form, refusal=refusal)


@for_officer(Duty.TOWN_ACCEPTOR)
def name_items(request: HttpRequest, key: UUID) -> HttpResponse:
    application = _opened(request, key)
    later = items_that_may_follow(application, clock.today())
    form = ItemsForm(request.POST or None, later=later)
    if tried(
        request,
        form,
        lambda: awaiting.name_items(
            application=application, by=officer(request), at=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, _("已经一次告知。请让家庭签承诺书，申请照常受理。"))
        return redirect("applications_items", application.key)
    refusal = refusal_of(check_can_name_items, officer(request), application, clock.today())
    return _page(
        request,
        "applications/name_items.html",
        application,
        form=form,
        refusal=refusal,
        never=never_asked(),
    )


@for_officer(*TOWN_DUTIES, Duty.VILLAGE_INTAKE)
def items(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is still to come; a counter hands it in, the town extends and closes."""
    application, on = _opened(request, key), clock.today()
    promise = getattr(application, "promise", None)
    return _page(
        request,
        "applications/items.html",
        application,
        lines=item_lines(application, on),
        promise=promise,
        town=officer(request).duty in TOWN_DUTIES,
        refusal=refusal_of(check_can_handle_items, officer(request), application, clock.today()),
    )


@for_officer(*TOWN_DUTIES, Duty.VILLAGE_INTAKE)
def item_receive(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    form.fields["file"].required = False
    if tried(
        request,
        form,
        lambda: awaiting.receive_item(
            item=item, content=form.content(), by=officer(request), at=clock.now()
        ),
    ):
        return redirect("applications_items", item.application.key)
    return _page(
        request, "applications/item_act.html", item.application, form=form, item=item, act="receive"
    )


@for_officer(*TOWN_DUTIES)
def item_extend(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = ReasonForm(request.POST or None)
    if tried(
        request,
        form,
        lambda: awaiting.extend_item(
            item=item, by=officer(request), at=clock.now(), **form.cleaned_data
        ),
    ):
        return redirect("applications_items", item.application.key)
    return _page(
        request, "applications/item_act.html", item.application, form=form, item=item, act="extend"
    )


@for_officer(*TOWN_DUTIES)
def item_close(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = ReasonForm(request.POST or None)
    if tried(
        request,
        form,
        lambda: awaiting.close_item(
            item=item, by=officer(request), at=clock.now(), **form.cleaned_data
        ),
    ):
        return redirect("applications_items", item.application.key)
    return _page(
        request, "applications/item_act.html", item.application, form=form, item=item, act="close"
    )


@for_officer(*TOWN_DUTIES)
def items_stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """The limit stands still until the last paper came."""
    application = _opened(request, key)
    if request.method == "POST":
        awaiting.stop_for_items(
            application=application, reason="", by=officer(request), at=clock.now()
        )
        messages.success(request, _("办理时限已经中止，材料交齐后自动恢复。"))
    return redirect("applications_items", application.key)


def _item(request: HttpRequest, pk: int) -> AwaitedItem:
    item = get_object_or_404(AwaitedItem, pk=pk)
    item.application = _opened(request, item.application.key)
    return item


@for_officer(*TOWN_DUTIES)
def items_due(request: HttpRequest) -> HttpResponse:
    """Past their day: extend once, or say on what is known the case is decided."""
    found = overdue_items(officer(request), clock.today())
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    names = names_of(one.application.applicant_id for one in page)
    rows = [(one, names.get(one.application.applicant_id, "")) for one in page]
    return render(request, "applications/items_due.html", {"page": page, "rows": rows})


@for_officer(*HELPING_DUTIES)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Number and progress of what was taken in here for other places; nothing of its content."""
    found = taken_elsewhere(officer(request), clock.today())
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    shown = {"page": page, "rows": progress_rows(list(page))}
    return render(request, "applications/elsewhere.html", shown)


@for_officer(*INTAKE_DUTIES)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    application = _opened(request, key)
    form = WithdrawForm(
        request.POST or None, request.FILES or None, colleagues=_colleagues(request)
    )
    if tried(
        request,
        form,
        lambda: actions.withdraw_at_counter(
            application=application, paper=form.content(), witness=form.witness_post(),
            said=form.cleaned_data["said"], by=officer(request), at=clock.now(),
        ),
    ):  # fmt: skip
        messages.success(request, _("申请已经撤回。以后需要时，可以随时再申请。"))
        return redirect("desk_case", application.key)
    refusal = refusal_of(
        check_can_withdraw_at_counter, officer(request), application, clock.today()
    )
    return _page(
        request, "applications/withdraw_counter.html", application, form=form, refusal=refusal
    )


def _colleagues(request: HttpRequest) -> list[Post]:
    by = officer(request)
    posts = valid_posts(clock.today()).filter(office_id=by.office_id)
    return list(posts.exclude(user_id=by.user_id))


@for_officer(*TOWN_DUTIES, Duty.COUNTY_REVIEWER)
def excuse(request: HttpRequest, key: UUID, person_id: int) -> HttpResponse:
    """A named officer's reason instead of a member's signature; the family sees no reason."""
    application = _opened(request, key)
    one = find(application, person_id, clock.today())
    if one is None:
        raise Http404
    form = ExcuseForm(request.POST or None, request.FILES or None)
    if tried(
        request,
        form,
        lambda: excuse_member(
            household=application.household, person=one.person,
            ground=form.cleaned_data["ground"], reason=form.cleaned_data["reason"],
            paper=form.content(), by=officer(request), at=clock.now(),
        ),
    ):  # fmt: skip
        messages.success(request, _("已经登记。这位成员不会看到这份申请的任何内容。"))
        return redirect("desk_case", application.key)
    return _page(request, "applications/excuse.html", application, form=form, person=one)
