from django.urls import path

from doudi.payments.views import desk

urlpatterns = [
    path("", desk.show_list, name="payments_list"),
    path("draft/", desk.draft, name="payments_draft"),
    path("<uuid:key>/", desk.show, name="payments_run"),
    path("<uuid:key>/approve/", desk.approve, name="payments_approve"),
    path("<uuid:key>/cancel/", desk.cancel, name="payments_cancel"),
    path("<uuid:key>/send/", desk.send, name="payments_send"),
    path("<uuid:key>/settle/", desk.settle, name="payments_settle"),
    path("<uuid:key>/file/<str:kind>/", desk.download, name="payments_file"),
]
