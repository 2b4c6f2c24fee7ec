"""What somebody typed before the sign-in had ended by itself, given back after the next one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.accounts.rules.signin import KEPT_KEY
from doudi.ui.access import for_anyone


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """The form that waits for whoever is signed in; another person's is dropped."""
    found: dict[str, Any] | None = request.session.get(KEPT_KEY)
    if found is None or not request.user.is_authenticated:
        return None
    if found["user"] != request.user.pk:
        del request.session[KEPT_KEY]
        return None
    return found


@for_anyone
@never_cache
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    found = kept_for(request)
    if found is None:
        return redirect("/")
    fields = [(name, value) for name, values in found["fields"].items() for value in values]
    return render(request, "accounts/kept.html", {"path": found["path"], "fields": fields})
