from django.urls import path

from doudi.decisions.views import public

urlpatterns = [
    path("", public.places, name="decisions_postings"),
    path("sheets/<uuid:key>/", public.sheet, name="decisions_public_sheet"),
    path("<slug:code>/", public.place, name="decisions_postings_of"),
]
