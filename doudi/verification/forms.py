"""The form of one source, built from its fields and the members of the household."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.common.money import parse_yuan
from doudi.common.refusals import Refusal
from doudi.facts.models import Fact
from doudi.verification import rules
from doudi.verification.queries import Slot
from doudi.verification.states import AnswerState


class YuanField(forms.CharField):
    """An amount typed in yuan, clean as fen; empty is None, which is unknown and not zero."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        if fen < 0:
            raise forms.ValidationError(_("金额不能是负数。"))
        return fen


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("回复情况"),
        choices=[(one.value, one.label) for one in AnswerState],
        widget=forms.RadioSelect,
    )
    as_of = forms.DateField(
        label=gettext_lazy("数据截至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("备注"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("不要写身份证号、电话和账号。"),
    )

    def __init__(self, *args: Any, slots: list[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {name_of(slot): slot for slot in slots}
        for name, slot in self.slots.items():
            self.fields[name] = _field(slot)

    def values(self) -> dict[tuple[str, int | None], Any]:
        """What was filled in: (field, person) → fen, count or code."""
        return {
            (slot.given.code, slot.person_id): self.cleaned_data[name]
            for name, slot in self.slots.items()
            if self.cleaned_data.get(name) not in (None, "")
        }

    def value_fields(self) -> list[tuple[forms.BoundField, str]]:
        return [(self[name], _unit(slot.given)) for name, slot in self.slots.items()]

    def base_fields_bound(self) -> list[forms.BoundField]:
        return [self["state"], self["as_of"]]


def name_of(slot: Slot) -> str:
    return f"{slot.given.code}-{slot.person_id or 'all'}"


def _unit(given: rules.Field) -> str:
    return {"money": _("元"), "count": _("个")}.get(given.kind, "")


def _field(slot: Slot) -> forms.Field:
    label = f"{slot.given.label} · {slot.name or _('全家')}"
    if slot.given.kind == "money":
        return YuanField(
            label=label, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
        )
    if slot.given.kind == "count":
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=999)
    choices = [("", _("未知")), *slot.given.choices.items()]
    return forms.ChoiceField(label=label, required=False, choices=choices)


def initial_of(slots: list[Slot], source: rules.Source, facts: list[Fact]) -> dict[str, Any]:
    """What the current answer says, to be put right."""
    known = {(fact.attribute, fact.item, fact.person_id): fact.value for fact in facts}
    found = {}
    for slot in slots:
        place = (slot.given.attribute, rules.item_of(source, slot.given), slot.person_id)
        value = known.get(place)
        if value is not None:
            found[name_of(slot)] = _typed(slot.given, value)
    return found


def _typed(given: rules.Field, value: Any) -> Any:
    if given.kind == "money":
        return f"{value['amount_fen'] // 100}.{value['amount_fen'] % 100:02d}"
    if given.kind == "count":
        return value.get("count", 0)
    if isinstance(value, dict):
        return f"{value['kind']}-{value['level']}" if "level" in value else "none"
    return value
