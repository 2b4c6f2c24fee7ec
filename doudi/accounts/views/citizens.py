"""Citizens sign in: a mobile number and six digits."""

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.accounts.actions import note_sign_in, open_citizen
from doudi.accounts.forms import CitizenForm, CodeForm
from doudi.accounts.queries.demo import demo_loading, demo_phones
from doudi.accounts.states import UserKind
from doudi.accounts.views.adapters import SIGN_IN
from doudi.common import clock
from doudi.common.identity import mask_number
from doudi.ui.access import for_anyone


class _CitizenSignIn(RequestLoginCodeView):
    form_class = CitizenForm
    template_name = "accounts/citizen.html"

    def get_form_class(self) -> type[CitizenForm]:
        return self.form_class

    def form_valid(self, form: CitizenForm) -> HttpResponse:
        if form._user is None:
            phone = form.cleaned_data["phone"]
            form._user = open_citizen(phone=phone, by=SIGN_IN, at=clock.now())
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        government = bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])
        demo = {"demo_phones": demo_phones(), "loading": demo_loading()}
        return context | {"government": government} | demo


class _ConfirmCode(ConfirmLoginCodeView):
    """The same page for citizens and for the second step of field duties."""

    form_class = CodeForm
    template_name = "accounts/code.html"

    def get_form_class(self) -> Any:
        if self._action == "resend":
            return super().get_form_class()
        return self.form_class

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "restart":
            mine = self._process.state["initiated_by_user"]
            self._process.abort()
            return redirect("account_request_login_code" if mine else "account_login")
        before = request.user.pk
        answer = super().post(request, *args, **kwargs)
        if request.user.is_authenticated and request.user.pk != before:
            note_sign_in(user=request.user, by=SIGN_IN, at=clock.now())
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        demo = settings.DOUDI_MODE == "demo"
        shown = {"demo_code": self._process.code if demo else ""}
        return context | shown | {"masked": mask_number(context["phone"] or "")[-4:]}


@for_anyone
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and request.user.kind == UserKind.OFFICER:
        return render(request, "accounts/other_kind.html", {"officer": True})
    return _CitizenSignIn.as_view()(request)


@for_anyone
def confirm_code(request: HttpRequest) -> HttpResponse:
    return _ConfirmCode.as_view()(request)
