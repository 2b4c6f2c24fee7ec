"""The village takes in, the town accepts; both see what waits."""

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.applications.actions import applications as actions
from doudi.applications.forms import tried
from doudi.applications.forms.desk import TakeInForm
from doudi.applications.guards import (
    HELPING_DUTIES,
    READING_DUTIES,
    check_can_accept,
    check_can_confirm_unit,
    check_can_read,
    check_can_send_back,
    check_can_take_in,
)
from doudi.applications.models import Application
from doudi.applications.queries.applications import (
    by_key,
    request_of,
)
from doudi.applications.queries.items import item_lines
from doudi.applications.queries.people import shown_members
from doudi.applications.queries.progress import panel
from doudi.applications.queries.receipt import receipt_of
from doudi.applications.queries.trays import rows
from doudi.applications.queries.units import unit as stated_unit
from doudi.applications.queries.units import unit_proposed
from doudi.applications.queries.waiting import (
    at_village,
    counter_drafts,
    waiting_for_town,
    waiting_for_village,
)
from doudi.applications.states import FirstSight, State
from doudi.applications.views.face import officer
from doudi.common import clock
from doudi.common.language import in_chinese
from doudi.common.refusals import refusal_of
from doudi.ui.access import for_officer
from doudi.ui.print import render_pdf

PRINT = Path(__file__).resolve().parent.parent / "print"
SIZE = 50


@for_officer(Duty.VILLAGE_INTAKE)
def village(request: HttpRequest) -> HttpResponse:
    found = waiting_for_village(officer(request), clock.today())
    return _list(request, found, "village", _("村级初审"))


@for_officer(Duty.TOWN_ACCEPTOR)
def town(request: HttpRequest) -> HttpResponse:
    found = waiting_for_town(officer(request), clock.today())
    state = request.GET.get("state", "")
    if state == State.SUBMITTED:
        found = at_village(officer(request), clock.today())
    elif state:
        found = found.filter(state=state)
    return _list(request, found, "town", _("待受理"), state=state)


@for_officer(*HELPING_DUTIES)
def drafts(request: HttpRequest) -> HttpResponse:
    found = counter_drafts(officer(request))
    return _list(request, found, "drafts", _("窗口代填申请"))


def _list(
    request: HttpRequest, found: QuerySet[Application], tray: str, title: str, **more: object
) -> HttpResponse:
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    lines = rows(list(page), for_village=tray == "village", on=clock.today())
    more["grid"] = officer(request).duty == Duty.GRID_WORKER
    shown = {"page": page, "rows": lines, "tray": tray, "title": title, **more}
    return render(request, "applications/list.html", shown)


@for_officer(Duty.VILLAGE_INTAKE)
def take_in(request: HttpRequest, key: UUID) -> HttpResponse:
    application, on = by_key(key), clock.today()
    check_can_read(officer(request), application, on)
    form = TakeInForm(request.POST or None, initial={"view": FirstSight.AGREES})
    if tried(
        request,
        form,
        lambda: actions.take_in(
            application=application, by=officer(request), at=clock.now(),
            **form.cleaned_data,
        ),
    ):  # fmt: skip
        messages.success(request, _("初审已经记下，转到乡镇（街道）受理。"))
        return redirect("applications_village")
    return render(
        request,
        "applications/take_in.html",
        {
            "form": form,
            "panel": panel(application, on=on),
            "people": shown_members(application, on),
            "application": application,
            "refusal": refusal_of(check_can_take_in, officer(request), application, clock.today()),
        },
    )


@for_officer(Duty.TOWN_ACCEPTOR)
def accept(request: HttpRequest, key: UUID) -> HttpResponse:
    application, on = by_key(key), clock.today()
    check_can_read(officer(request), application, on)
    if request.method == "POST":
        actions.accept(application=application, by=officer(request), at=clock.now())
        messages.success(request, _("已经受理。请把受理通知书打印给申请家庭。"))
        return redirect("desk_case", application.key)
    return render(
        request,
        "applications/accept.html",
        {
            "panel": panel(application, on=on),
            "people": shown_members(application, on),
            "application": application,
            "refusal": refusal_of(check_can_accept, officer(request), application, clock.today()),
            "back": refusal_of(check_can_send_back, officer(request), application, clock.today()),
            "lines": item_lines(application, on),
        },
    )


@for_officer(*READING_DUTIES)
@in_chinese
def receipt(request: HttpRequest, key: UUID) -> HttpResponse:
    """受理通知书, to print."""
    application, on = by_key(key), clock.today()
    check_can_read(officer(request), application, on)
    content = render_pdf(PRINT / "receipt.typ", receipt_of(application, on=on), at=clock.now())
    headers = {"Content-Disposition": f'inline; filename="{application.receipt_number}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@for_officer(Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER)
def unit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whom the test counts, as the membership rules say on what is known."""
    application, on, at = by_key(key), clock.today(), clock.now()
    check_can_read(officer(request), application, on)
    wanted = request_of(application)
    if request.method == "POST":
        actions.confirm_unit(request=wanted, by=officer(request), at=at)
        messages.success(request, _("家庭成员已经认定。"))
        return redirect("desk_case", application.key)
    return render(
        request,
        "applications/unit.html",
        {
            "application": application,
            "panel": panel(application, on=on),
            "proposed": unit_proposed(wanted, on=on, known=at),
            "stated": stated_unit(wanted),
            "refusal": refusal_of(
                check_can_confirm_unit, officer(request), application, clock.today()
            ),
        },
    )
