"""Addresses for the tests of this module: its own pages and one that says who is asking."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


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
