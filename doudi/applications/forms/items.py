"""What the family lives on: one form, with the fields that the kind of item needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.applications.actions.items import Typed
from doudi.applications.forms.fields import PlainForm, YuanField, choices_of
from doudi.applications.queries.declared import Item
from doudi.applications.rules.items import EXPENSE, MONTH, ONCE, SHAPES, YEAR
from doudi.common.money import yuan

PERIODS = [(MONTH, _("每个月")), (YEAR, _("一年一共"))]
VEHICLES = [
    ("car", _("小汽车、面包车")),
    ("truck", _("货车、三轮农用车")),
    ("motorcycle", _("摩托车")),
    ("electric_bicycle", _("电动自行车")),
    ("mobility_vehicle", _("残疾人代步车")),
]
FIELDS = {
    "home": ("count", "area_m2"),
    "vehicle": ("code", "count"),
    "savings": ("amount",),
}


class ItemForm(PlainForm):
    """`known` unticked by 不清楚 leaves the amount unknown; it is never taken as 0."""

    person = forms.ChoiceField(label=_("是谁的"))
    code = forms.ChoiceField(label=_("是什么车"), choices=VEHICLES)
    amount = YuanField(label=_("多少钱"))
    per = forms.ChoiceField(
        label=_("这个数是"), choices=PERIODS, widget=forms.RadioSelect, initial=MONTH
    )
    months = forms.IntegerField(
        label=_("过去 12 个月里有几个月"), required=False, min_value=1, max_value=12,
        help_text=_("一年到头都有，不用填。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    count = forms.IntegerField(
        label=_("有几个"), min_value=1, max_value=99, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    area_m2 = forms.IntegerField(
        label=_("一共多少平方米"), required=False, min_value=1, max_value=99_999,
        help_text=_("不清楚，可以不填。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    unclear = forms.BooleanField(label=_("不清楚"), required=False)

    def __init__(
        self, *args: Any, kind: str, people: dict[int, str], item: Item | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        if item is not None:
            kwargs["initial"] = _initial(item)
        super().__init__(*args, **kwargs)
        self.kind = kind
        choices_of(self, "person", [(str(pk), name) for pk, name in people.items()])
        for name in self._left_out():
            del self.fields[name]
        self._ask_amount()
        if SHAPES[kind].group == EXPENSE and item is None:
            self.fields["per"].initial = YEAR

    def _ask_amount(self) -> None:
        """Asked for, unless the family ticked that it does not know."""
        if "amount" in self.fields:
            field = self.fields["amount"]
            field.required = not self.data.get("unclear")
            field.error_messages["required"] = _("请填写金额。真不清楚，请勾选“不清楚”。")

    def _left_out(self) -> list[str]:
        wanted = {"unclear", *FIELDS.get(self.kind, ("amount", "per", "months"))}
        if SHAPES[self.kind].owned:
            wanted.add("person")
        return [name for name in self.fields if name not in wanted]

    def typed(self) -> Typed:
        data = self.cleaned_data
        return Typed(
            kind=self.kind,
            known=not data["unclear"],
            amount_fen=data.get("amount"),
            per=data.get("per") or ONCE,
            months=data.get("months") or 12,
            count=data.get("count") or 1,
            area_m2=data.get("area_m2"),
            code=data.get("code") or "",
        )

    def person_id(self) -> int | None:
        chosen = self.cleaned_data.get("person")
        return int(chosen) if chosen else None


def _initial(item: Item) -> dict[str, Any]:
    return {
        "person": str(item.person_id or ""),
        "code": item.code,
        "amount": yuan(item.amount_fen) if item.amount_fen is not None else "",
        "per": item.per if item.per in (MONTH, YEAR) else MONTH,
        "months": item.months if item.months != 12 else None,
        "count": item.count,
        "area_m2": item.area_m2,
        "unclear": not item.known,
    }
