from django.urls import path

from doudi.decisions.views import asking, portal

urlpatterns = [
    path("complaints/", asking.complain, name="decisions_complain"),
    path("letters/<slug:code>/review/", asking.review, name="decisions_ask_review"),
    path("letters/<slug:code>/complain/", asking.complain_about, name="decisions_complain_about"),
    path("letters/<slug:code>/", portal.letter, name="decisions_own_letter"),
    path("letters/<slug:code>/file/", portal.file, name="decisions_own_letter_file"),
    path("letters/<slug:code>/read/", portal.read, name="decisions_read"),
]
