"""Officers sign in: name and password, then TOTP (field duties: a code to the phone)."""

import time
from typing import Any

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.accounts.forms import OfficerForm, PostForm, SetUpForm, TotpForm
from doudi.accounts.middleware import end_own_sign_in
from doudi.accounts.queries import has_totp, posts_of
from doudi.accounts.queries.demo import DEMO_PASSWORD, DemoSignIn, demo_loading, demo_sign_ins
from doudi.accounts.rules.signin import POST_KEY, STEP_KEY
from doudi.accounts.states import UserKind
from doudi.common import clock
from doudi.ui.access import for_anyone


class _OfficerSignIn(LoginView):
    form_class = OfficerForm
    template_name = "accounts/officer.html"

    def get_form_class(self) -> type[OfficerForm]:
        return self.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # TOTP follows the real time, not the demo's day
        areas: dict[str, list[DemoSignIn]] = {}
        for one in demo_sign_ins(clock.today(), int(time.time())):
            areas.setdefault(one.area, []).append(one)
        demo = {"areas": areas.items(), "password": DEMO_PASSWORD, "loading": demo_loading()}
        return super().get_context_data(**kwargs) | demo


class _SecondStep(AuthenticateView):
    form_class = TotpForm
    template_name = "accounts/totp.html"

    def get_form_class(self) -> type[TotpForm]:
        return self.form_class

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "restart":
            return self.stage.abort()
        return super().post(request, *args, **kwargs)


class _SetUp(ActivateTOTPView):
    form_class = SetUpForm
    template_name = "accounts/set_up.html"

    def get_form_class(self) -> type[SetUpForm]:
        return self.form_class

    def get_success_url(self) -> str:
        return "/desk/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"secret": context["form"].secret}


@for_anyone
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        if request.user.kind == UserKind.CITIZEN:
            return render(request, "accounts/other_kind.html", {"officer": False})
        if request.officer is None:  # type: ignore[attr-defined]
            return redirect("/post/")
    return _OfficerSignIn.as_view()(request)


@for_anyone
def second_step(request: HttpRequest) -> HttpResponse:
    return _SecondStep.as_view()(request)


@for_anyone
def set_up(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        return redirect("account_login")
    if user.kind != UserKind.OFFICER or has_totp(user):
        return redirect("/")
    return _SetUp.as_view()(request)


@for_anyone
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and (officer := request.officer):  # type: ignore[attr-defined]
        end_own_sign_in(request, officer)
    return LogoutView.as_view(template_name="accounts/sign_out.html")(request)


@for_anyone
def blocked(request: HttpRequest) -> HttpResponse:
    """Where allauth leads a closed account."""
    return render(request, "accounts/blocked.html", status=403)


@for_anyone
def post(request: HttpRequest) -> HttpResponse:
    """Choose which of one's posts to act from; the second step is asked again if it must be."""
    if not request.user.is_authenticated or request.user.kind != UserKind.OFFICER:
        return redirect("account_login")
    posts = posts_of(request.user, clock.today())
    if request.method != "POST":
        return render(request, "accounts/posts.html", {"posts": posts})
    form = PostForm(request.POST)
    if not form.is_valid() or form.cleaned_data["post"] not in {p.pk for p in posts}:
        raise Http404
    request.session[POST_KEY] = form.cleaned_data["post"]
    request.session.pop(STEP_KEY, None)
    return redirect("/desk/")
