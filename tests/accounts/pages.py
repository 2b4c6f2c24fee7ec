"""Addresses for the tests of this module: its own pages and one that says who is asking."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def own_templates(templates: list[dict]) -> list[dict]:
    """The settings' engine without the context processors of the doors."""
    options = templates[0]["OPTIONS"]
    kept = [
        name
        for name in options["context_processors"]
        if not name.startswith(("doudi.desk", "doudi.portal"))
    ]
    return [templates[0] | {"OPTIONS": options | {"context_processors": kept}}]


def who(request: HttpRequest) -> HttpResponse:
    if request.officer:
        text = f"officer {request.officer.user_id} {request.officer.duty}"
    elif request.citizen:
        text = f"citizen {request.citizen.user_id} {request.citizen.level}"
    else:
        text = "nobody"
    return HttpResponse(text)


urlpatterns = [
    path("", include("doudi.accounts.urls")),
    path("ui/", include("doudi.ui.urls")),
    path("who/", who),
]
