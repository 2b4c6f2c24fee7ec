"""Sign-in through the government platform (OpenID Connect)."""

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.ui.access import for_anyone


@for_anyone
def government(request: HttpRequest, provider_id: str) -> HttpResponse:
    return login(request, provider_id)


@for_anyone
def government_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    return callback(request, provider_id)


@for_anyone
def government_failed(request: HttpRequest) -> HttpResponse:
    """Cancelled there, or the answer could not be trusted."""
    return render(request, "accounts/government_failed.html", status=401)
