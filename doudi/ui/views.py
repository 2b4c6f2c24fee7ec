"""The choice of edition, and the gallery of components."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_safe

from doudi.ui.access import for_anyone
from doudi.ui.context import EDITION_COOKIE
from doudi.ui.gallery import gallery_context

YEAR = 365 * 24 * 3600
EDITIONS = frozenset({"elder", "standard"})
PAGES = frozenset({"portal", "home", "field", "public", "auth", "tray", "household"})
ERRORS = frozenset({"400", "403", "403_csrf", "404", "409", "429", "500"})


@for_anyone
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """What a browser asks for beside a PDF, which names no icon of its own."""
    return HttpResponseRedirect(static("ui/icon.svg"))


@for_anyone
@require_GET
def choose_edition(request: HttpRequest, edition: str) -> HttpResponse:
    """Keeps the large-type edition in a cookie and goes back; a plain link, so no JavaScript."""
    if edition not in EDITIONS:
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, None):
        target = "/"
    answer = HttpResponseRedirect(target)
    answer.set_cookie(EDITION_COOKIE, edition, max_age=YEAR, httponly=True, samesite="Lax")
    return answer


@for_anyone
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/desk.html", gallery_context())


@for_anyone
@require_safe
def gallery_page(request: HttpRequest, page: str) -> HttpResponse:
    if page not in PAGES:
        raise Http404
    return render(request, f"ui/gallery/{page}.html", gallery_context())


@for_anyone
@require_safe
def gallery_error(request: HttpRequest, code: str) -> HttpResponse:
    if code not in ERRORS:
        raise Http404
    return render(request, f"{code}.html", status=int(code[:3]))
