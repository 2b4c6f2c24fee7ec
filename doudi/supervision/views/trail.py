"""审计管理: what administrators did and who signed in, for the audit administrator alone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.supervision.guards import TRAIL_READERS
from doudi.supervision.queries import trail
from doudi.ui.access import for_officer

PER_PAGE = 50


@for_officer(*TRAIL_READERS)
@never_cache
@require_GET
def administrators(request: HttpRequest) -> HttpResponse:
    page = Paginator(trail.administrators_acts(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"rows": trail.in_words(page), "page": page}
    return render(request, "supervision/administrators.html", context)


@for_officer(*TRAIL_READERS)
@never_cache
@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    """`only=wrong`: the wrong passwords. `account`: all that befell one account, by its number."""
    wrong = request.GET.get("only") == "wrong"
    account = request.GET.get("account", "")
    user = int(account) if account.isdecimal() and len(account) < 18 else 0
    found = trail.of_account(user) if user else trail.sign_ins(wrong=wrong)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = trail.in_words(page)
    context = {
        "rows": rows,
        "page": page,
        "wrong": wrong,
        "user": user,
        "name": rows[0].whom if user and rows else "",  # no number opens a family's name
        "most": trail.MOST_SIGN_INS,
    }
    return render(request, "supervision/sign_ins.html", context)
