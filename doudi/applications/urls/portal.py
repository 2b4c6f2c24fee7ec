"""The family's pages, and the page behind a signing link."""

from django.urls import path

from doudi.applications.urls.flow import flow
from doudi.applications.views import sending
from doudi.ui.access import for_anyone, for_citizen

urlpatterns = [
    # the token is its own key: whoever holds the link signs without signing in
    path("sign/<str:token>", for_anyone(sending.sign_own), name="applications_sign_own"),
    path("<uuid:key>/withdraw/", for_citizen()(sending.withdraw), name="applications_withdraw"),
    *flow("applications_", for_citizen()),
]
