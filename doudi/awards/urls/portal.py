from django.urls import path

from doudi.awards.views import portal

urlpatterns = [
    path("<uuid:key>/certificate/", portal.certificate, name="awards_certificate"),
]
