from django.urls import path

from doudi.people.views import portal

urlpatterns = [path("", portal.contact, name="people_contact")]
