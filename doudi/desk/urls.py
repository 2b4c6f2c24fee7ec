"""The officers' addresses: the door's own pages, and each module's lists and forms."""

from django.urls import include, path

from doudi.desk import views

MODULES = (
    "messaging",
    "people",
    "policies",
    "applications",
    "verification",
    "visits",
    "decisions",
    "awards",
    "payments",
    "supervision",
)

urlpatterns = [
    path("", views.home, name="desk_home"),
    path("cases/<uuid:key>/", views.case, name="desk_case"),
    path("award/<uuid:key>/", views.award, name="desk_award"),
    path("reminders/", views.reminders, name="desk_reminders"),
    path("search/", views.search, name="desk_search"),
    *(path(f"{module}/", include(f"doudi.{module}.urls.desk")) for module in MODULES),
]
