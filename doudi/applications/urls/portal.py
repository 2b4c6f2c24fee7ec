"""The family's pages, and the page behind a signing link."""

from django.urls import path

from doudi.applications.urls.flow import flow
from doudi.applications.views import portal, sending
from doudi.ui.access import for_anyone, for_citizen

urlpatterns = [
    # the token is its own key: whoever holds the link signs without signing in
    path("sign/<str:token>", for_anyone(sending.sign_own), name="applications_sign_own"),
    path("<uuid:key>/withdraw/", for_citizen()(sending.withdraw), name="applications_withdraw"),
    path("<uuid:key>/later/", portal.items, name="applications_later"),
    path("<uuid:key>/later/<int:pk>/", portal.item_upload, name="applications_later_upload"),
    path("<uuid:key>/sent-back/", portal.sent_back, name="applications_sent_back"),
    *flow("applications_", for_citizen()),
]
