"""The choices of edition and language, the page of a fault, and the gallery of components."""

import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe
from django.views.defaults import server_error

from doudi.common.lost import is_lost
from doudi.ui.access import for_anyone
from doudi.ui.context import EDITION_COOKIE
from doudi.ui.gallery import gallery_context
from doudi.ui.middleware import LANGUAGES

YEAR = 365 * 24 * 3600
EDITIONS = frozenset({"elder", "standard"})
PAGES = frozenset({"portal", "home", "field", "public", "auth", "tray", "household"})
ERRORS = frozenset({"400", "403", "403_csrf", "404", "409", "429", "500", "503"})
RETRY_SECONDS = 60


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
    return _kept(request, EDITION_COOKIE, edition)


@for_anyone
@require_GET
def choose_language(request: HttpRequest, language: str) -> HttpResponse:
    """Keeps the language of all pages in a cookie and goes back; a plain link as well."""
    if language not in LANGUAGES:
        raise Http404
    return _kept(request, settings.LANGUAGE_COOKIE_NAME, language)


def _kept(request: HttpRequest, cookie: str, choice: str) -> HttpResponse:
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, None):
        target = "/"
    answer = HttpResponseRedirect(target)
    answer.set_cookie(cookie, choice, max_age=YEAR, httponly=True, samesite="Lax")
    return answer


def fault(request: HttpRequest) -> HttpResponse:
    """`handler500`: 503 and when to try again where the database does not answer.

    Django asks it where any view or middleware failed. The page is made without the request, as
    who asks and what a page shows of it would have to be read from the database.
    """
    if not is_lost(sys.exc_info()[1]):
        return server_error(request)
    answer: HttpResponse = (
        JsonResponse({"code": "ui.away", "sentence": _("资料一时连不上，请过一分钟再试。")})
        if _wants_json(request)
        else HttpResponse(render_to_string("503.html"))
    )
    answer.status_code = 503
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _wants_json(request: HttpRequest) -> bool:
    if "X-Deliver" in request.headers:
        return True
    kinds = ["text/html", "application/json"]
    return bool(request.get_preferred_type(kinds) == "application/json")


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
