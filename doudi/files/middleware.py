"""What comes in is bounded before it is read; what goes out as a file can do nothing as a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from doudi.files import queries, rules

# A PDF is shown by the browser's own reader, which does not start inside a sandbox.
PDF = "application/pdf"
SANDBOX = "default-src 'none'; sandbox"
OWN_KINDS = ("text/html", "text/plain", "application/json", "application/javascript")


class Uploads:
    """413 with a sentence for a body over 25 MB; and for each file that is served a name of our
    own and a policy under which nothing in it runs, whatever the view said."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > rules.MAX_BODY:
            return _too_large(request)
        return _harmless(self.get_response(request))


def _too_large(request: HttpRequest) -> HttpResponse:
    refusal = queries.refusal("too_large")
    if request.headers.get("X-Deliver"):
        return JsonResponse({"sentence": refusal.sentence}, status=413)
    return render(request, "409.html", {"refusal": refusal}, status=413)


def _length(request: HttpRequest) -> int:
    given = str(request.META.get("CONTENT_LENGTH") or "")
    return int(given) if given.isascii() and given.isdigit() else 0


def _harmless(response: HttpResponse) -> HttpResponse:
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not media_type or media_type.startswith(OWN_KINDS) or response.status_code >= 300:
        return response
    extension = rules.EXTENSIONS.get(media_type, "bin")
    shown = "inline" if media_type.startswith("image/") or media_type == PDF else "attachment"
    response.headers.setdefault("Content-Disposition", f'{shown}; filename="doudi.{extension}"')
    if media_type != PDF:
        response.headers.setdefault("Content-Security-Policy", SANDBOX)
    return response
