"""What the platform told this officer: cases whose time runs out, sets of papers that are due."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.messaging.queries import inbox
from doudi.messaging.rules import inbox_of
from doudi.ui.access import for_officer

PER_PAGE = 50


@for_officer()
@require_GET
@never_cache
def reminders(request: HttpRequest) -> HttpResponse:
    """Newest first; a reminder about an application leads to its case."""
    by = request.officer  # type: ignore[attr-defined]
    found = inbox(inbox_of(by.user_id), limit=500)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/reminders.html", {"page": page})
