from django.conf import settings
from django.urls import path

from doudi.ui import views

app_name = "ui"
urlpatterns = [
    path("edition/<str:edition>/", views.choose_edition, name="edition"),
    path("language/<str:language>/", views.choose_language, name="language"),
]
if settings.DEBUG or getattr(settings, "DOUDI_GALLERY", False):
    urlpatterns += [
        path("gallery/", views.gallery, name="gallery"),
        path("gallery/<str:page>/", views.gallery_page, name="gallery_page"),
        path("gallery/error/<str:code>/", views.gallery_error, name="gallery_error"),
    ]
