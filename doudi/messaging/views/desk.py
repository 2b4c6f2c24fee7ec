"""Texts to phones that did not arrive."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.common import clock
from doudi.messaging import actions, guards, queries
from doudi.messaging.models import Message
from doudi.ui.access import for_officer


@for_officer(*guards.WATCHERS)
@require_GET
@never_cache
def undelivered(request: HttpRequest) -> HttpResponse:
    """By template and fault: no number, no name."""
    found = queries.undelivered(clock.now())
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows = [(one, queries.title_of(one), queries.fault_word(one)) for one in page]
    return render(request, "messaging/undelivered.html", {"rows": rows, "page": page})


@for_officer(*guards.WATCHERS)
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message, pk=pk)
    actions.send_again(message=message, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("再发一次。"))
    return redirect("messaging_undelivered")


@for_officer(*guards.WATCHERS)
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message, pk=pk)
    actions.set_aside(message=message, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("已从名单里去掉。"))
    return redirect("messaging_undelivered")
