"""Fields that understand what people type on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.common.money import parse_yuan
from doudi.common.refusals import Refusal

UNKNOWN = ("unknown", _("不清楚"))


class PlainForm(forms.Form):
    """Says in plain words what was left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = _("请选择一项。") if chosen else _("请填写这一项。")


class NumberField(forms.CharField):
    """An identity number as typed; whether it can be read is the action's question."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(
            label=_("身份证号码"), max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs
        )


class NameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(
            label=_("姓名"), max_length=60, widget=forms.TextInput(attrs=attrs), **kwargs
        )


class YuanField(forms.CharField):
    """Yuan as typed; gives fen, or None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        if fen < 0:
            raise forms.ValidationError(_("金额不能小于 0，请核对。"))
        return fen


def with_unknown(choices: Any) -> list[Any]:
    return [*choices, UNKNOWN]


def choices_of(form: forms.BaseForm, name: str, choices: list[tuple[str, str]]) -> None:
    """Sets what may be chosen, known only when the form is shown."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
