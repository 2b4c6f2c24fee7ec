from django.urls import path

from doudi.people.views import desk, kin, telling

urlpatterns = [
    path("kin/", kin.file, name="people_kin"),
    path("kin/register/", kin.register, name="people_kin_register"),
    path("kin/register/<int:pk>/", kin.opened, name="people_kin_filing"),
    path("telling/", telling.show_list, name="people_telling"),
    path("telling/<int:pk>/", telling.told, name="people_told"),
    path("<uuid:key>/phone/", desk.record_phone, name="people_phone"),
    path("<uuid:key>/wishes/", desk.record_wish, name="people_wishes"),
    path("<uuid:key>/excuses/", desk.excuse, name="people_excuses"),
    path("<uuid:key>/excuses/<int:pk>/end/", desk.end_excuse, name="people_end_excuse"),
    path("<uuid:key>/stand-ins/", desk.represent, name="people_representations"),
    path(
        "<uuid:key>/stand-ins/<int:pk>/end/",
        desk.end_representation,
        name="people_end_representation",
    ),
]
