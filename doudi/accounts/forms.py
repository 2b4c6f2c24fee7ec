"""Sign-in forms."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Post
from doudi.common.identity import read_mobile
from doudi.common.refusals import Refusal


class PhoneField(forms.CharField):
    """A mainland mobile number; full-width digits and spaces are understood."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "tel", "autocomplete": "tel-national"}
        kwargs.setdefault("label", _("手机号码"))
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return read_mobile(text) if text else ""
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class CitizenForm(RequestLoginCodeForm):
    """Asks for the number; `_user` is None for a number that was never here."""


class OfficerForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("用户名"), max_length=60, widget=forms.TextInput(attrs=plain)
        )
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password"])


class PostForm(forms.Form):
    """Which of one's posts to act from."""

    post = forms.IntegerField(widget=forms.HiddenInput)


class ActingForm(forms.Form):
    """Who acts in which post of the office, from a day until the last day (included)."""

    post = forms.TypedChoiceField(label=_("代理哪个岗位"), coerce=int)
    user = forms.TypedChoiceField(label=_("由谁代理"), coerce=int)
    valid_from = forms.DateField(
        label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_on = forms.DateField(
        label=_("到哪天止"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {post.pk: post for post in posts}
        self.users = {post.user_id: post.user for post in posts}
        listed = [(p.pk, f"{p.get_duty_display()} · {p.user.name}") for p in posts]
        self.fields["post"].choices = listed  # type: ignore[attr-defined]
        named = [(pk, user.name) for pk, user in self.users.items()]
        self.fields["user"].choices = named  # type: ignore[attr-defined]


def _code_field() -> forms.CharField:
    attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}
    return forms.CharField(label=_("6 位验证码"), widget=forms.TextInput(attrs=attrs))


class CodeForm(ConfirmLoginCodeForm):
    code = _code_field()


class TotpForm(AuthenticateForm):
    code = _code_field()


class SetUpForm(ActivateTOTPForm):
    code = _code_field()
