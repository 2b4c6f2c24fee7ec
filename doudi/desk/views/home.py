"""What is to be done today, and finding a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.applications.guards import can_read
from doudi.applications.queries import by_number
from doudi.common import clock
from doudi.desk.context import trays_of
from doudi.ui.access import for_officer


@for_officer()
def home(request: HttpRequest) -> HttpResponse:
    items = trays_of(request.officer)  # type: ignore[attr-defined]
    return render(request, "desk/home.html", {"items": items, "today": clock.today()})


@for_officer()
def search(request: HttpRequest) -> HttpResponse:
    """By the number of an application, sent as a POST: what is looked for stands in no URL."""
    text = request.POST.get("q", "").strip()
    found = by_number(text) if text else None
    if found and can_read(request.officer, found, clock.today()):  # type: ignore[attr-defined]
        return redirect("desk_case", found.key)
    messages.info(request, _("没有找到这个申请编号，或者不归您的单位办理。请核对后再试。"))
    return redirect("desk_home")
