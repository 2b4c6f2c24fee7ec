from django.urls import path

from doudi.awards.views import certificates, checkins, desk, offers, rechecks

urlpatterns = [
    path("", desk.show_list, name="awards_list"),
    path("rechecks/", rechecks.show_list, name="awards_rechecks"),
    path("rechecks/late/", rechecks.show_late, name="awards_rechecks_late"),
    path("rechecks/<int:pk>/", rechecks.show, name="awards_recheck"),
    path("rechecks/<int:pk>/unchanged/", rechecks.unchanged, name="awards_recheck_unchanged"),
    path("rechecks/<int:pk>/change/", rechecks.found, name="awards_recheck_change"),
    path("check-ins/", checkins.show_list, name="awards_check_ins"),
    path("check-ins/group/", checkins.group, name="awards_check_in_group"),
    path("check-ins/missed/", checkins.missed, name="awards_missed"),
    path("check-ins/missed/<int:pk>/close/", checkins.close_miss, name="awards_missed_close"),
    path("check-ins/field/", checkins.field_list, name="awards_field"),
    path("check-ins/field/<uuid:key>/", checkins.field, name="awards_field_one"),
    path("offers/", offers.show_list, name="awards_offers"),
    path("offers/of/<uuid:key>/", offers.of_award, name="awards_offers_of"),
    path("offers/<int:pk>/judge/", offers.judge, name="awards_offer_judge"),
    path(
        "offers/of/<uuid:key>/<int:person_id>/propose/", offers.propose, name="awards_offer_propose"
    ),
    path("certificates/", certificates.show_list, name="awards_certificates"),
    path("certificates/print/", certificates.print_batch, name="awards_certificates_print"),
]
