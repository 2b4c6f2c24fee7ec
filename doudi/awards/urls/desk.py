from django.urls import path

from doudi.awards.views import desk

urlpatterns = [path("", desk.show_list, name="awards_list")]
