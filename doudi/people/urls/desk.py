from django.urls import path

from doudi.people.views import desk

urlpatterns = [path("<uuid:key>/phone/", desk.record_phone, name="people_phone")]
