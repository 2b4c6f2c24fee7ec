"""The families' addresses, and the public pages."""

from importlib.util import find_spec

from django.urls import include, path

from doudi.portal import views

MODULES = (
    ("apply/", "applications", "portal"),
    ("visits/", "visits", "portal"),
    ("decisions/", "decisions", "portal"),
    ("awards/", "awards", "portal"),
    ("payments/", "payments", "portal"),
    ("postings/", "decisions", "public"),
    ("check/", "awards", "public"),
)

urlpatterns = [
    path("", views.home, name="portal_home"),
    path("cases/<uuid:key>/", views.case, name="portal_case"),
    path("messages/", views.messages, name="portal_messages"),
    path("phone/", views.phone, name="portal_phone"),
]
urlpatterns += [
    path(prefix, include(f"doudi.{module}.urls.{face}"))
    for prefix, module, face in MODULES
    if find_spec(f"doudi.{module}.urls") and find_spec(f"doudi.{module}.urls.{face}")
]
