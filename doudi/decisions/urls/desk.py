from django.urls import path

from doudi.decisions.views import desk, matters, sheets, trays
from doudi.decisions.views import letters as letter_views

urlpatterns = [
    path("trays/<slug:tray>/", trays.tray, name="decisions_tray"),
    path("requests/<int:pk>/", desk.request_page, name="decisions_request"),
    path("requests/<int:pk>/assess/", desk.assess, name="decisions_assess"),
    path("requests/<int:pk>/opinion/", desk.opinion, name="decisions_opinion"),
    path("requests/<int:pk>/propose/", desk.propose, name="decisions_propose"),
    path("proposals/<int:pk>/decide/", desk.decide, name="decisions_decide"),
    path("proposals/<int:pk>/return/", desk.return_proposal, name="decisions_return"),
    path("matters/<int:pk>/", matters.page, name="decisions_matter"),
    path("matters/<int:pk>/decide/", matters.decide, name="decisions_matter_decide"),
    path("matters/<int:pk>/return/", matters.return_proposal, name="decisions_matter_return"),
    path("sheets/prepare/", sheets.prepare, name="decisions_prepare"),
    path("sheets/<uuid:key>/", sheets.sheet, name="decisions_sheet"),
    path("sheets/<uuid:key>/poster/", sheets.poster, name="decisions_poster"),
    path("sheets/<uuid:key>/photo/", sheets.photo, name="decisions_photo"),
    path("sheets/<uuid:key>/hang/", sheets.hang, name="decisions_hang"),
    path("sheets/<uuid:key>/take-down/", sheets.take_down, name="decisions_take_down"),
    path("lines/<int:pk>/object/", sheets.note_objection, name="decisions_object"),
    path("objections/<int:pk>/answer/", sheets.answer, name="decisions_answer"),
    path("letters/<int:pk>/", letter_views.letter, name="decisions_letter"),
    path("letters/<int:pk>/file/", letter_views.file, name="decisions_letter_file"),
    path("letters/<int:pk>/serve/", letter_views.serve, name="decisions_serve"),
]
