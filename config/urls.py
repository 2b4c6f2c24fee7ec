"""The addresses of all faces. A face that is not served here answers 404 for the others."""

from django.conf import settings
from django.urls import include, path

from config.health import healthz

PORTAL = [
    path("", include("doudi.portal.urls")),
]
DESK = [
    path("desk/", include("doudi.desk.urls")),
]
SHARED = [
    path("healthz", healthz, name="healthz"),
    path("ui/", include("doudi.ui.urls")),
    path("", include("doudi.accounts.urls")),
]

FACES = {"portal": PORTAL, "desk": DESK, "all": [*DESK, *PORTAL]}
urlpatterns = [*SHARED, *FACES[settings.DOUDI_FACE]]
