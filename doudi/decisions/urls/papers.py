"""Case volumes, meetings, batches and carrying over: addresses of the desk."""

from django.urls import path

from doudi.decisions.views import batches, carry, conference, volume, withdrawn

urlpatterns = [
    path("volumes/<int:pk>/", volume.page, name="decisions_volume"),
    path("volumes/<int:pk>/file/", volume.make, name="decisions_volume_make"),
    path("requests/<int:pk>/papers/", volume.note_paper, name="decisions_paper"),
    path("papers/<int:pk>/strike/", volume.strike_paper, name="decisions_paper_strike"),
    path("requests/<int:pk>/conference/", conference.call, name="decisions_call"),
    path("conferences/", conference.waiting, name="decisions_conferences"),
    path("conferences/note/", conference.note, name="decisions_conference_note"),
    path("conferences/<int:pk>/", conference.conference, name="decisions_conference"),
    path("conferences/<int:pk>/minutes/", conference.minutes, name="decisions_conference_minutes"),
    path("batches/<uuid:key>/", batches.batch, name="decisions_batch"),
    path("batches/<slug:kind>/", batches.choose, name="decisions_batch_choose"),
    path("batches/<slug:kind>/confirm/", batches.confirm, name="decisions_batch_confirm"),
    path("batches/<slug:kind>/<uuid:key>/run/", batches.run, name="decisions_batch_run"),
    path("withdrawn/", withdrawn.letters, name="decisions_withdrawn"),
    path("carry/", carry.waiting, name="decisions_carry"),
    path("carry/export/", carry.export, name="decisions_carry_export"),
    path("carry/sheet/<int:pk>/", carry.sheet, name="decisions_carry_sheet"),
    path("carry/<int:pk>/", carry.entered, name="decisions_entered"),
]
