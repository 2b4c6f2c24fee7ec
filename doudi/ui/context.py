"""Context processor: what every page of both faces needs to know."""

from django.conf import settings
from django.http import HttpRequest

EDITION_COOKIE = "edition"


def page(request: HttpRequest) -> dict[str, object]:
    """`elder` (large-type edition chosen by cookie) and `hotline` (telephone number)."""
    return {"elder": request.COOKIES.get(EDITION_COOKIE) == "elder", "hotline": hotline()}


def hotline() -> str:
    return str(getattr(settings, "DOUDI_HOTLINE", "12345"))
