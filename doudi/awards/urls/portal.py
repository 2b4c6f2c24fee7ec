from django.urls import path

from doudi.awards.views import own, portal

urlpatterns = [
    path("<uuid:key>/certificate/", portal.certificate, name="awards_certificate"),
    path("<uuid:key>/check-in/", own.check_in, name="awards_check_in"),
    path("<uuid:key>/rechecks/", own.care, name="awards_own_rechecks"),
]
