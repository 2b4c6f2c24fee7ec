"""审计管理: what the administrators did, newest first, for the audit administrator alone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.accounts.queries.posts import users_names
from doudi.supervision.guards import TRAIL_READERS
from doudi.supervision.queries.trail import administrators_acts
from doudi.ui.access import for_officer

PER_PAGE = 50


@for_officer(*TRAIL_READERS)
@never_cache
@require_GET
def administrators(request: HttpRequest) -> HttpResponse:
    page = Paginator(administrators_acts(), PER_PAGE).get_page(request.GET.get("page"))
    names = users_names(int(one.actor_id) for one in page)
    rows = [(one, names.get(int(one.actor_id), "")) for one in page]
    return render(request, "supervision/administrators.html", {"rows": rows, "page": page})
