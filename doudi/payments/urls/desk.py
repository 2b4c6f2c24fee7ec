from django.urls import path

from doudi.payments.views import accounts, claims, desk, findings

urlpatterns = [
    path("", desk.show_list, name="payments_list"),
    path("draft/", desk.draft, name="payments_draft"),
    path("aside/", findings.show_aside, name="payments_aside"),
    path("aside/<int:pk>/clear/", findings.clear, name="payments_clear"),
    path("claims/", claims.show_list, name="payments_claims"),
    path("claims/<uuid:key>/", claims.show, name="payments_claim"),
    path("claims/<uuid:key>/waive/", claims.waive, name="payments_waive"),
    path("claims/<uuid:key>/hear/", claims.hear, name="payments_hear"),
    path("claims/<uuid:key>/propose/", claims.propose, name="payments_propose"),
    path("claims/<uuid:key>/repay/", claims.repay, name="payments_repay"),
    path("claims/<uuid:key>/consent/", claims.consent, name="payments_consent"),
    path("accounts/", accounts.show_list, name="payments_accounts"),
    path("books/", accounts.show_books, name="payments_books"),
    path("household/<uuid:key>/account/", accounts.show, name="payments_account"),
    path("household/<uuid:key>/account/change/", accounts.change, name="payments_change_account"),
    path(
        "household/<uuid:key>/account/<uuid:pk>/confirm/",
        accounts.confirm,
        name="payments_confirm_account",
    ),
    path("household/<uuid:key>/account/<uuid:pk>/agree/", accounts.agree, name="payments_agree"),
    path(
        "household/<uuid:key>/agreement/<int:pk>/end/",
        accounts.end_agreement,
        name="payments_end_agreement",
    ),
    path("household/<uuid:key>/book/", accounts.keep_book, name="payments_keep_book"),
    path(
        "household/<uuid:key>/book/<int:pk>/back/",
        accounts.give_back_book,
        name="payments_give_back_book",
    ),
    path("<uuid:key>/", desk.show, name="payments_run"),
    path("<uuid:key>/approve/", desk.approve, name="payments_approve"),
    path("<uuid:key>/cancel/", desk.cancel, name="payments_cancel"),
    path("<uuid:key>/make/", desk.make_file, name="payments_make_file"),
    path("<uuid:key>/send/", desk.send, name="payments_send"),
    path("<uuid:key>/take-back/", desk.take_back, name="payments_take_back"),
    path("<uuid:key>/settle/", desk.settle, name="payments_settle"),
    path("<uuid:key>/lines/<int:pk>/aside/", findings.set_aside, name="payments_set_aside"),
    path("<uuid:key>/lines/<int:pk>/silent/", findings.answer_silent, name="payments_silent"),
    path("<uuid:key>/findings/<int:pk>/", findings.confirm, name="payments_confirm"),
    path("<uuid:key>/file/<str:kind>/", desk.download, name="payments_file"),
]
