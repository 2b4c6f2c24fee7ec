from django.urls import path

from doudi.awards.views import public

urlpatterns = [
    path("", public.ask, name="awards_check"),
    path("<str:code>/", public.check, name="awards_check_code"),
]
