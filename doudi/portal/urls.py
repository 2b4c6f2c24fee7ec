"""The families' addresses, and the public pages."""

from django.urls import include, path

from doudi.portal import views
from doudi.portal.views import asking, filled, mydata

MODULES = (
    ("apply/", "applications.urls.portal"),
    ("decisions/", "decisions.urls.portal"),
    ("awards/", "awards.urls.portal"),
    ("payments/", "payments.urls.portal"),
    ("postings/", "decisions.urls.public"),
    ("contact/", "people.urls.portal"),
    ("check/", "awards.urls.public"),
)

urlpatterns = [
    path("", views.home, name="portal_home"),
    path("cases/<uuid:key>/", views.case, name="portal_case"),
    path("messages/", views.messages, name="portal_messages"),
    path("phone/", views.phone, name="portal_phone"),
    path("my-data/", mydata.held, name="portal_mydata"),
    path("my-data/looks/", mydata.looks, name="portal_looks"),
    path("my-data/letters/<uuid:pk>/", mydata.consent, name="portal_consent"),
    path("check-yourself/", asking.ask, name="portal_ask"),
    path("check-yourself/apply/", asking.apply, name="portal_ask_apply"),
    path("check-yourself/application/", filled.begin, name="portal_filled"),
    path("privacy/", mydata.privacy, name="portal_privacy"),
    path("privacy/<slug:version>/", mydata.privacy, name="portal_privacy_of"),
    *(path(prefix, include(f"doudi.{module}")) for prefix, module in MODULES),
]
