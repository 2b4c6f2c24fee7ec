"""The addresses of all faces. A face that is not served here answers 404 for the others."""

from django.conf import settings
from django.urls import include, path

from config.health import healthz
from doudi.decisions.views.public import robots
from doudi.ui.views import icon

PORTAL = [
    path("robots.txt", robots, name="robots"),
    path("", include("doudi.portal.urls")),
]
DESK = [
    path("desk/", include("doudi.desk.urls")),
]
# The law is open to the families and to the officers: the desk's criteria lead to it too.
LIBRARY = [
    path("policies/", include("doudi.policies.urls.public")),
]
SHARED = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", icon, name="favicon"),
    path("ui/", include("doudi.ui.urls")),
    path("", include("doudi.accounts.urls")),
]

# The api has its own entry point and, until other offices' systems call it, no address but health.
FACES = {
    "portal": [*LIBRARY, *PORTAL],
    "desk": [*LIBRARY, *DESK],
    "api": [],
    "all": [*LIBRARY, *DESK, *PORTAL],
}
urlpatterns = [*SHARED, *FACES[settings.DOUDI_FACE]]
handler500 = "doudi.ui.views.fault"
