"""The language of a request: what the reader chose, and Chinese for whoever chose nothing.
And the headers that every answer carries beside Django's, and what no request may carry.

A browser's own wish is not asked: half the browsers in town halls are set to English by whoever
installed them, and a family must not meet English by chance.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class ChosenLanguage:
    """Sets `request.LANGUAGE_CODE`, and the language only for as long as the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in LANGUAGES else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            answer = self.get_response(request)
        patch_vary_headers(answer, ["Cookie"])
        answer.headers.setdefault("Content-Language", language)
        return answer


# Photographs come through file fields; no page asks a device for anything else.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class Headers:
    """No answer is kept by a browser or a proxy unless its view says how long it may be.

    A shared computer of a village office must not show the last family by its back button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        answer.headers.setdefault("Cache-Control", "no-store, private")
        return answer


class NoNul:
    """Nobody types a NUL, and PostgreSQL stores none: such an address or form is unreadable."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lists = (*request.GET.lists(), *request.POST.lists())
        words = (word for name, values in lists for word in (name, *values))
        if "\x00" in request.path or any("\x00" in str(word) for word in words):
            raise BadRequest("NUL")
        return self.get_response(request)
