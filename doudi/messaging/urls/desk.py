from django.urls import path

from doudi.messaging.views import desk

urlpatterns = [
    path("", desk.undelivered, name="messaging_undelivered"),
    path("<int:pk>/again/", desk.send_again, name="messaging_again"),
    path("<int:pk>/aside/", desk.set_aside, name="messaging_aside"),
]
