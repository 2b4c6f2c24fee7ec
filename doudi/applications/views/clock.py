"""The time limit of one application, and what is past it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.accounts.states import Duty
from doudi.applications.actions.clock import note_clock
from doudi.applications.forms.clock import ClockForm
from doudi.applications.guards import check_can_read
from doudi.applications.models import Application
from doudi.applications.queries.applications import by_key
from doudi.applications.queries.clock import clock as clock_of
from doudi.applications.queries.clock import flows_of, overdue
from doudi.applications.queries.progress import panel
from doudi.applications.queries.trays import rows
from doudi.applications.views.face import officer
from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.common.workdays import workdays_left
from doudi.ui.access import for_officer

MANAGERS = (Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER)
WATCHERS = (Duty.TOWN_LEADER, Duty.TOWN_DECIDER, Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER)


@for_officer(*MANAGERS)
@never_cache
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stops, resumes or lengthens with a ground of the flow and a reason."""
    application, on = by_key(key), clock.today()
    check_can_read(officer(request), application, on)
    grounds = [ground for flow in flows_of(application, on) for ground in flow.stops + flow.extends]
    form = ClockForm(request.POST or None, grounds=grounds, initial={"on": on})
    if request.method == "POST" and form.is_valid():
        try:
            note_clock(
                application=application, by=officer(request), at=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, _("已经记下，最后一天已重新计算。"))
            return redirect("applications_clock", key)
    context = {
        "application": application,
        "panel": panel(application, on=on),
        "clock": clock_of(application, on=on),
        "form": form,
    }
    return render(request, "applications/clock.html", context, status=422 if form.errors else 200)


@for_officer(*WATCHERS)
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """超期: past their last day, the longest first."""
    on = clock.today()
    page = Paginator(overdue(officer(request), on), 50).get_page(request.GET.get("page"))
    listed = list(page)
    lines = [
        (row, found.due_on, _left(found, on))
        for row, found in zip(rows(listed, for_village=False, on=on), listed, strict=True)
    ]
    return render(request, "applications/late.html", {"page": page, "lines": lines})


def _left(found: Application, on) -> int | None:  # type: ignore[no-untyped-def]
    return workdays_left(on, found.due_on) if found.due_on else None
