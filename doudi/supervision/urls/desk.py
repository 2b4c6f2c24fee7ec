from django.urls import path

from doudi.supervision.views import desk, trail

urlpatterns = [
    path("administrators/", trail.administrators, name="supervision_administrators"),
    path("sign-ins/", trail.sign_ins, name="supervision_sign_ins"),
    path("simulations/", desk.show_list, name="supervision_simulations"),
    path("simulations/new/", desk.simulate, name="supervision_simulate"),
    path("simulations/<uuid:key>/", desk.show, name="supervision_simulation"),
    path("csv/<uuid:key>/", desk.download, name="supervision_csv"),
    path("inputs/publish/", desk.publish, name="supervision_publish"),
]
