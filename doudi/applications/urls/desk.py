"""Lists and forms of the village and the town, and the counter."""

from django.urls import include, path

from doudi.applications.guards import INTAKE_DUTIES
from doudi.applications.urls.flow import flow
from doudi.applications.views import desk
from doudi.ui.access import for_officer

urlpatterns = [
    path("village/", desk.village, name="applications_village"),
    path("town/", desk.town, name="applications_town"),
    path("drafts/", desk.drafts, name="applications_drafts"),
    path("<uuid:key>/take-in/", desk.take_in, name="applications_take_in"),
    path("<uuid:key>/accept/", desk.accept, name="applications_accept"),
    path("<uuid:key>/receipt/", desk.receipt, name="applications_receipt"),
    path("<uuid:key>/unit/", desk.unit, name="applications_unit"),
    path("counter/", include(flow("applications_counter_", for_officer(*INTAKE_DUTIES)))),
]
