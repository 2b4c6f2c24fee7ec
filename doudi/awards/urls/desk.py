from django.urls import path

from doudi.awards.views import (
    certificates,
    changes,
    checkins,
    desk,
    kin,
    members,
    offers,
    rechecks,
)

urlpatterns = [
    path("", desk.show_list, name="awards_list"),
    path("kin/", kin.show_list, name="awards_kin"),
    path("changes/", changes.show_list, name="awards_changes"),
    path("changes/<uuid:key>/", changes.show, name="awards_change"),
    path("changes/<uuid:key>/confirm/", changes.confirm, name="awards_change_confirm"),
    path("changes/<uuid:key>/join/", members.join, name="awards_change_join"),
    path("changes/<uuid:key>/leave/", members.leave, name="awards_change_leave"),
    path("changes/<uuid:key>/found/", changes.found, name="awards_change_found"),
    path("changes/<uuid:key>/assess/", changes.assess, name="awards_change_assess"),
    path("changes/<uuid:key>/ask/", changes.ask, name="awards_change_ask"),
    path("changes/<uuid:key>/hear/", changes.hear, name="awards_change_hear"),
    path("changes/<uuid:key>/propose/", changes.propose, name="awards_change_propose"),
    path("changes/<uuid:key>/close/", changes.close, name="awards_change_close"),
    path("of/<uuid:key>/change/", changes.report, name="awards_change_new"),
    path("of/<uuid:key>/move/", changes.move, name="awards_move"),
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
