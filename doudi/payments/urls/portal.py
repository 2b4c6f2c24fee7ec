from django.urls import path

from doudi.payments.views import portal

urlpatterns = [path("<uuid:key>/account/", portal.account, name="payments_own_account")]
