"""The families' addresses, and the public pages."""

from django.urls import include, path

from doudi.portal import views

MODULES = (
    ("apply/", "applications.urls.portal"),
    ("decisions/", "decisions.urls.portal"),
    ("awards/", "awards.urls.portal"),
    ("postings/", "decisions.urls.public"),
    ("check/", "awards.urls.public"),
)

urlpatterns = [
    path("", views.home, name="portal_home"),
    path("cases/<uuid:key>/", views.case, name="portal_case"),
    path("messages/", views.messages, name="portal_messages"),
    path("phone/", views.phone, name="portal_phone"),
    *(path(prefix, include(f"doudi.{module}")) for prefix, module in MODULES),
]
