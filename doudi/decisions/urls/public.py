from django.urls import path

from doudi.decisions.views import draws, public

urlpatterns = [
    path("", public.places, name="decisions_postings"),
    path("draws/", draws.months, name="decisions_draws"),
    path("draws/<uuid:key>/", draws.month, name="decisions_draws_month"),
    path("sheets/<uuid:key>/", public.sheet, name="decisions_public_sheet"),
    path("<slug:code>/", public.place, name="decisions_postings_of"),
]
