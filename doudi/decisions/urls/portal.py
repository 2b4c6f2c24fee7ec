from django.urls import path

from doudi.decisions.views import portal

urlpatterns = [
    path("letters/<slug:code>/", portal.letter, name="decisions_own_letter"),
    path("letters/<slug:code>/file/", portal.file, name="decisions_own_letter_file"),
    path("letters/<slug:code>/read/", portal.read, name="decisions_read"),
]
