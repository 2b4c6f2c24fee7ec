"""What is to be done today, and finding a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.common import clock
from doudi.desk.context import trays_of
from doudi.desk.queries import find_cases
from doudi.people.queries import names_of
from doudi.ui.access import for_officer


@for_officer()
def home(request: HttpRequest) -> HttpResponse:
    found = trays_of(request.officer)  # type: ignore[attr-defined]
    values = {
        "items": [item for item in found if item.count],
        "empty": [item for item in found if item.count == 0],
        "others": [item for item in found if item.count is None],
        "today": clock.today(),
    }
    return render(request, "desk/home.html", values)


@for_officer()
@never_cache
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Sent as a POST: what is looked for stands in no URL. One hit opens at once."""
    text = request.POST.get("q", "").strip()[:60]
    found = find_cases(text, request.officer, clock.today()) if text else []  # type: ignore[attr-defined]
    if len(found) == 1:
        return redirect("desk_case", found[0].key)
    names = names_of(application.applicant_id for application in found)
    rows = [(application, names.get(application.applicant_id, "")) for application in found]
    return render(request, "desk/found.html", {"rows": rows, "text": text})
