"""Lists and forms of the village and the town, and the counter."""

from django.urls import include, path

from doudi.applications.guards import HELPING_DUTIES
from doudi.applications.urls.flow import flow
from doudi.applications.views import clock, desk, intake, papers
from doudi.ui.access import for_officer

urlpatterns = [
    path("village/", desk.village, name="applications_village"),
    path("town/", desk.town, name="applications_town"),
    path("drafts/", desk.drafts, name="applications_drafts"),
    path("elsewhere/", intake.elsewhere, name="applications_elsewhere"),
    path("items/", intake.items_due, name="applications_items_due"),
    path("items/<int:pk>/receive/", intake.item_receive, name="applications_item_receive"),
    path("items/<int:pk>/extend/", intake.item_extend, name="applications_item_extend"),
    path("items/<int:pk>/close/", intake.item_close, name="applications_item_close"),
    path("papers/", papers.find_paper, name="applications_paper_find"),
    path("papers/<slug:code>/", papers.file_sheet, name="applications_paper_file"),
    path("papers/<slug:code>/print/", papers.pdf, name="applications_paper_pdf"),
    path("late/", clock.late, name="applications_late"),
    path("<uuid:key>/clock/", clock.one, name="applications_clock"),
    path("<uuid:key>/papers/", papers.papers, name="applications_papers"),
    path("<uuid:key>/send-back/", intake.send_back, name="applications_send_back"),
    path("<uuid:key>/items/", intake.items, name="applications_items"),
    path("<uuid:key>/items/name/", intake.name_items, name="applications_items_name"),
    path("<uuid:key>/items/stop/", intake.items_stop, name="applications_items_stop"),
    path("<uuid:key>/withdraw/", intake.withdraw, name="applications_withdraw_counter"),
    path("<uuid:key>/excuse/<int:person_id>/", intake.excuse, name="applications_excuse"),
    path("<uuid:key>/take-in/", desk.take_in, name="applications_take_in"),
    path("<uuid:key>/accept/", desk.accept, name="applications_accept"),
    path("<uuid:key>/receipt/", desk.receipt, name="applications_receipt"),
    path("<uuid:key>/unit/", desk.unit, name="applications_unit"),
    path("counter/", include(flow("applications_counter_", for_officer(*HELPING_DUTIES)))),
]
