"""当面告知: what somebody has to go and tell, and what came of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.common.workdays import workdays_left
from doudi.people import guards
from doudi.people.actions.telling import record_told
from doudi.people.forms import ToldForm
from doudi.people.models import InPersonTask
from doudi.people.queries.family import wish_line
from doudi.people.queries.kin import own_kin
from doudi.people.queries.telling import tellings, to_tell, told_beside
from doudi.ui.access import for_officer


@for_officer(*guards.TELLERS)
@require_GET
@never_cache
def show_list(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    page = Paginator(to_tell(request.officer, on), 50).get_page(  # type: ignore[attr-defined]
        request.GET.get("page")
    )
    rows = [(one, workdays_left(on, one.task.due_on)) for one in tellings(page)]
    kin = own_kin(request.officer, [task.household_id for task in page], on)  # type: ignore[attr-defined]
    return render(request, "people/telling.html", {"rows": rows, "page": page, "kin": kin})


@for_officer(*guards.TELLERS)
@never_cache
def told(request: HttpRequest, pk: int) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    task = get_object_or_404(InPersonTask.objects.select_related("place", "household"), pk=pk)
    guards.check_can_tell(by, task, on)
    beside = tellings(told_beside(task))
    choices = [(one.task.pk, one.title) for one in beside]
    start = {"told_on": on, "tasks": [str(one.task.pk) for one in beside]}
    form = ToldForm(request.POST or None, initial=start, tasks=choices)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            record_told(
                tasks=[one.task for one in beside if str(one.task.pk) in data["tasks"]],
                outcome=data["outcome"], told_on=data["told_on"], told_to=data["told_to"],
                note=data["note"], by=by, at=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(refusal.field or "outcome", refusal.sentence)
        else:
            messages.success(request, _("已登记。"))
            return redirect("people_telling")
    wish = beside[0].wish if beside else None
    context = {
        "form": form, "beside": beside, "task": task, "name": beside[0].name if beside else "",
        "wish": wish_line(wish, "") if wish else None,
    }  # fmt: skip
    return render(request, "people/told.html", context)
