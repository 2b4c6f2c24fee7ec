"""Signing in and out. The names are allauth's where its flows look them up.

The internet face has no way in for officers, the government network none for citizens: there the
other's names lead to the one page that is served.
"""

from django.conf import settings
from django.urls import URLPattern, path

from doudi.accounts.views import acting, citizens, government, kept, officers

CITIZENS = [
    path("sign-in/", citizens.sign_in, name="account_request_login_code"),
    path("sign-in/<slug:provider_id>/login/", government.government, name="openid_connect_login"),
    path(
        "sign-in/<slug:provider_id>/callback/",
        government.government_back,
        name="openid_connect_callback",
    ),
    path("sign-in/failed/", government.government_failed, name="socialaccount_login_cancelled"),
    path("sign-in/failed/", government.government_failed, name="socialaccount_login_error"),
    path("sign-in/failed/", government.government_failed, name="socialaccount_signup"),
]
OFFICERS = [
    path("sign-in/officer/", officers.sign_in, name="account_login"),
    path("sign-in/officer/code/", officers.second_step, name="mfa_authenticate"),
    path("sign-in/officer/second-step/", officers.set_up, name="mfa_activate_totp"),
    path("post/", officers.post, name="accounts_post"),
    path("post/acting/", acting.acting, name="accounts_acting"),
    path("post/acting/<int:pk>/end/", acting.end, name="accounts_end_acting"),
]
EVERYONE: list[URLPattern] = [
    path("sign-in/code/", citizens.confirm_code, name="account_confirm_login_code"),
    path("sign-in/kept/", kept.kept, name="accounts_kept"),
    path("sign-in/blocked/", officers.blocked, name="account_inactive"),
    path("sign-out/", officers.sign_out, name="account_logout"),
]
FACES = {
    "api": [],
    "portal": [*CITIZENS, path("sign-in/", citizens.sign_in, name="account_login")],
    "desk": [
        *OFFICERS,
        path("sign-in/officer/", officers.sign_in, name="account_request_login_code"),
    ],
}
urlpatterns = [*EVERYONE, *FACES.get(settings.DOUDI_FACE, [*CITIZENS, *OFFICERS])]
