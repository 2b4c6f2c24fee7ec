from django.urls import path

from doudi.awards.views import own, own_changes, portal

urlpatterns = [
    path("<uuid:key>/changes/", own_changes.show_list, name="awards_own_changes"),
    path("<uuid:key>/changes/new/", own_changes.tell, name="awards_tell"),
    path("changes/<uuid:key>/", own_changes.show, name="awards_own_change"),
    path("changes/<uuid:key>/view/", own_changes.say, name="awards_say"),
    path("<uuid:key>/certificate/", portal.certificate, name="awards_certificate"),
    path("<uuid:key>/check-in/", own.check_in, name="awards_check_in"),
    path("<uuid:key>/rechecks/", own.care, name="awards_own_rechecks"),
]
