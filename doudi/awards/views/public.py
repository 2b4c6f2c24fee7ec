"""Whether a certificate holds: for whoever is shown one. No search by name or number."""

import string

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from doudi.awards import queries
from doudi.common import clock
from doudi.ui.access import for_anyone

CODE = frozenset(string.ascii_letters + string.digits + "-_")


@for_anyone
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    code = "".join(c for c in request.GET.get("code", "") if c in CODE)[:60]
    if code:
        return redirect("awards_check_code", code)
    return render(request, "awards/check.html", {"asked": False})


@for_anyone
@require_GET
def check(request: HttpRequest, code: str) -> HttpResponse:
    view = queries.check(code[:60], clock.today())
    status = 200 if view else 404
    context = {"view": view, "asked": True, "today": clock.today()}
    return render(request, "awards/check.html", context, status=status)
