"""Signing and sending the link for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.refusals import Refusal
from doudi.files.queries import decode_signature


class SignForm(forms.Form):
    """What was drawn, or the wish to be confirmed in person by an officer."""

    signature = forms.CharField(label=_("签名"), required=False, widget=forms.HiddenInput)
    signature_in_person = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("signature_in_person"):
            return data
        try:
            data["png"] = decode_signature(data.get("signature", ""))
        except Refusal as refusal:
            self.add_error("signature", refusal.sentence)
        return data

    @property
    def in_person(self) -> bool:
        return bool(self.cleaned_data.get("signature_in_person"))


class LinkForm(forms.Form):
    phone = forms.CharField(
        label=_("家人的手机号码"), max_length=20, required=False,
        help_text=_("不填号码，就只显示链接，由您自己转发。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
