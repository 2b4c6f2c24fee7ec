"""The screens of the self-assessment: one form each, with a part for every member where needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from doudi.applications.forms.fields import PlainForm
from doudi.common.money import parse_yuan
from doudi.common.refusals import Refusal
from doudi.policies.rules.answers import Answers, is_young, may_work
from doudi.portal.forms import words
from doudi.portal.forms.words import Choices
from doudi.portal.rules import ticks

MOST_MEMBERS = 20
OLDEST = 120
GROWN, PENSION_FROM = 18, 45


class WholeYuanField(forms.CharField):
    """Yuan as typed, to the yuan; None when left empty, which means not known."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(
            max_length=20, required=False, widget=forms.TextInput(attrs=attrs), **kwargs
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        if not 0 <= fen <= 10**10:
            raise forms.ValidationError(_("金额太大或者小于 0，请核对。"))
        return round(fen / 100)


def yuan(label: Any, help_text: Any = "") -> forms.Field:
    return WholeYuanField(label=label, help_text=help_text)


def whole(label: Any, most: int, help_text: Any = "") -> forms.Field:
    """A number that may be left empty: not known."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    words_of = {
        "invalid": _("请填整数，例如 3。"),
        "max_value": _("最多填 %(limit_value)s，请核对。"),
        "min_value": _("不能小于 0，请核对。"),
    }
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, help_text=help_text,
        widget=widget, error_messages=words_of,
    )  # fmt: skip


def pick(label: Any, choices: Choices, initial: str = "", **more: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, **more)


@dataclass(frozen=True)
class Part:
    """The fields of one person."""

    title: str
    fields: tuple[BoundField, ...]


Fields = dict[str, forms.Field]


class ScreenForm(PlainForm):
    """One screen. `said` gives the answers so far, `rows` how many people a list has."""

    per_member = False
    listed = False  # a list that the family makes longer itself
    least = 0

    def __init__(
        self, *args: Any, said: Answers, asks: Sequence[str] = (), rows: int = 0, **kwargs: Any
    ) -> None:
        self.before, self.asks = said, tuple(asks)
        self.rows = len(self.people) if self.per_member else rows
        super().__init__(*args, **kwargs)
        self._titles: list[tuple[str, list[str]]] = []
        for index in range(self.rows if self.per_member or self.listed else 0):
            names = self._add(self.fields_of(index), f"{index}-")
            self._titles += [(self.title_of(index), names)] if names else []
        self._shared = self._add(self.shared(), "")

    @property
    def people(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.before.get("members", {}).get("rows", ())
        return found

    def _add(self, fields: Fields, prefix: str) -> list[str]:
        named = {f"{prefix}{name}": one for name, one in fields.items()}
        for one in named.values():
            chosen = isinstance(one, forms.ChoiceField)
            one.error_messages["required"] = _("请选择一项。") if chosen else _("请填写这一项。")
        self.fields.update(named)
        return list(named)

    def parts(self) -> list[Part]:
        """The parts of the people; `family` are the fields of the whole family."""
        return [Part(title, tuple(self[name] for name in names)) for title, names in self._titles]

    def family(self) -> list[BoundField]:
        return [self[name] for name in self._shared]

    @property
    def may_drop(self) -> bool:
        return self.rows > self.least

    def title_of(self, index: int) -> str:
        return name_of(self.people, index)

    def fields_of(self, index: int) -> Fields:
        return {}

    def shared(self) -> Fields:
        return {}

    def row(self, index: int) -> dict[str, Any]:
        """What was said in the part of one row."""
        prefix = f"{index}-"
        cleaned = self.cleaned_data.items()
        return {key.removeprefix(prefix): one for key, one in cleaned if key.startswith(prefix)}

    def answer(self) -> dict[str, Any]:
        """The answer as the laws' input takes it."""
        found = {key: one for key, one in self.cleaned_data.items() if "-" not in key}
        if self.per_member or self.listed:
            found["rows"] = [self.row(index) for index in range(self.rows)]
        return found


def name_of(people: Sequence[Mapping[str, Any]], index: int) -> str:
    """A member without a name: 您本人, 配偶, 子女（9 岁）."""
    if index == 0:
        return str(_("您本人"))
    if index >= len(people):
        return str(_("第 %(number)s 个人")) % {"number": index + 1}
    label = str(dict(words.RELATIONS).get(people[index]["relation"], ""))
    age = people[index]["age"]
    return label if age is None else f"{label}（{_('%(age)s 岁') % {'age': age}}）"


def initial_of(answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """What stands in the fields when a screen that was answered is shown again."""
    if answer is None:
        return {}
    found = {key: one for key, one in answer.items() if key != "rows"}
    for index, row in enumerate(answer.get("rows", ())):
        found |= {f"{index}-{key}": one for key, one in (row or {}).items()}
    return found


class PlaceForm(ScreenForm):
    def __init__(self, *args: Any, places: Choices = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        self.places = places
        super().__init__(*args, **kwargs)

    def shared(self) -> Fields:
        first = ("", _("请选择"))
        holds = forms.MultipleChoiceField(
            label=_("现在已经有什么身份（没有就不选）"), choices=words.HOLDS, required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        registration = forms.ChoiceField(
            label=_("您家的户口"), choices=words.REGISTRATION, widget=forms.RadioSelect
        )
        place = pick(_("户口在哪里"), [first, *self.places])
        return {"place": place, "registration": registration, "holds": holds}


class MembersForm(ScreenForm):
    listed = True
    least = 1

    def title_of(self, index: int) -> str:
        return name_of((), index)

    def fields_of(self, index: int) -> Fields:
        relation = pick(_("是您的什么人"), [("", _("请选择")), *words.RELATIONS])
        found: Fields = {} if index == 0 else {"relation": relation}
        return found | {
            "age": whole(_("周岁"), OLDEST, _("不清楚就空着。") if index == 0 else ""),
            "sex": pick(_("性别"), [("", _("请选择")), *words.SEX]),
            "student": pick(_("在上学吗"), words.STUDENT, "none"),
        }

    def shared(self) -> Fields:
        return {"single_parent": pick(_("您是一个人带孩子吗"), words.YES_NO, "no")}

    def row(self, index: int) -> dict[str, Any]:
        return {"relation": "self", **super().row(index)}


class HealthForm(ScreenForm):
    per_member = True

    def fields_of(self, index: int) -> Fields:
        return {
            "disability": pick(_("有残疾证吗"), words.DISABILITY, "none"),
            "level": pick(_("残疾证上的等级"), words.LEVEL, required=False),
            "illness": pick(_("身体有病吗"), words.ILLNESS, "none"),
            "care": pick(_("要别人长期照料吗"), words.CARE, "none"),
        }  # fmt: skip

    def row(self, index: int) -> dict[str, Any]:
        found = super().row(index)
        return found | {"level": int(found["level"]) if found["level"] else None}


class SituationForm(ScreenForm):
    per_member = True

    def fields_of(self, index: int) -> Fields:
        one = self.people[index]
        found: Fields = {}
        if index:
            found["where"] = pick(_("和您一起生活吗"), words.WHERE, "home")
            if one["relation"] == "child" and (one["age"] is None or one["age"] >= GROWN):
                found["cannot_live_alone"] = pick(_("因病、因残不能独立生活吗"), words.YES_NO, "no")
            found["receives"] = pick(_("单独领着什么救助"), words.RECEIVES, "none")
        if is_young(one):
            here = "able" if one["relation"] == "child" else ""
            for parent, label in (("father", _("父亲现在怎样")), ("mother", _("母亲现在怎样"))):
                found[parent] = pick(label, words.PARENT, here or "unknown")
            found["months"] = whole(_("父母这样几个月了"), 999, _("父母都好，就空着。"))
        return found

    def row(self, index: int) -> dict[str, Any]:
        blank = {"where": "home", "cannot_live_alone": "no", "receives": "none"}
        parents = {"father": "unknown", "mother": "unknown", "months": None}
        return blank | parents | super().row(index)


class WorkForm(ScreenForm):
    per_member = True

    def fields_of(self, index: int) -> Fields:
        if not may_work(self.people[index]):
            return {}
        return {
            "employment": pick(_("现在做什么"), [("", _("请选择")), *words.EMPLOYMENT]),
            "earned": yuan(_("过去 12 个月一共挣了多少"), _("扣掉本钱。没挣写 0，不清楚就空着。")),
        }

    def answer(self) -> dict[str, Any]:
        rows = [self.row(index) or None for index in range(self.rows)]
        return {"rows": rows}


class MoneyForm(ScreenForm):
    per_member = True

    def asked(self, index: int) -> bool:
        age = self.people[index]["age"]
        return age is None or age >= PENSION_FROM

    def fields_of(self, index: int) -> Fields:
        if not self.asked(index):
            return {}
        return {
            "pension": yuan(_("每个月的养老金、退休金"), _("没有写 0，不清楚就空着。")),
            "kind": pick(_("是哪一种"), [("", _("没有")), *words.PENSION], required=False),
        }

    def shared(self) -> Fields:
        return {
            "property": yuan(_("一年的房租、地租、利息"), _("没有写 0，不清楚就空着。")),
            "gift": yuan(_("亲友一年给的钱"), _("分开过的子女给的，后面另外问。")),
            "other": yuan(_("一年的其他收入"), _("低保金、残疾人补贴等救助不算。")),
        }

    def row(self, index: int) -> dict[str, Any]:
        if not self.asked(index):
            return {"pension": 0, "kind": "pension"}
        found = super().row(index)
        return found | {"kind": found["kind"] or "unknown"}


class AssetForm(ScreenForm):
    def shared(self) -> Fields:
        owners = [(str(index), name_of(self.people, index)) for index in range(len(self.people))]
        nobody = ("", _("没有或者全家的"))
        return {
            "deposit": yuan(_("存款、现金、理财一共多少"), _("没有写 0，不清楚就空着。")),
            "homes": whole(_("有几套房"), 99, _("没有写 0，不清楚就空着。")),
            "area": whole(_("房子一共多少平方米"), 99_999, _("不清楚就空着。")),
            "resettled": pick(_("是拆迁安置房吗"), words.YES_NO, "no"),
            "recent": pick(_("是一年内买的、建的吗"), words.YES_NO, "no"),
            "vehicle": pick(_("有车吗（有几种选最贵的）"), words.VEHICLE, "none"),
            "machine": pick(_("有农机吗"), words.MACHINE, "none"),
            "firm": pick(_("有公司、店铺执照吗"), words.FIRM, "none"),
            "owner": pick(_("车、农机、执照是谁的"), [nobody, *owners], required=False),
            "non_residential": pick(_("有门面、车库这类房吗"), words.ROOMS, "none"),
        }

    def answer(self) -> dict[str, Any]:
        found = super().answer()
        return found | {"owner": int(found["owner"]) if found["owner"] else None}


class ExpenseForm(ScreenForm):
    def shared(self) -> Fields:
        return {
            "medical": yuan(_("看病自己花了多少"), _("扣掉报销。没有写 0，不清楚就空着。")),
            "schooling": yuan(_("上学自己花了多少"), _("民办学校按公办学校的价钱写。")),
            "disability": yuan(_("残疾康复自己花了多少"), _("扣掉补贴。")),
        }


class SupportersForm(ScreenForm):
    listed = True

    def title_of(self, index: int) -> str:
        return str(_("第 %(number)s 个人")) % {"number": index + 1}

    def fields_of(self, index: int) -> Fields:
        whom = [(str(number), name_of(self.people, number)) for number in range(len(self.people))]
        return {
            "supports": pick(_("他该赡养、抚养谁"), whom),
            "relation": pick(_("他是那个人的什么人"), words.SUPPORTS, "child"),
            "age": whole(_("他的周岁"), OLDEST, _("不清楚就空着。")),
            "condition": pick(_("他的情况"), words.CONDITION, "able"),
            "paid": yuan(_("一年实际给多少"), _("没给写 0，不清楚就空着。")),
            "size": whole(_("他自己家几口人"), 99),
            "income": yuan(_("他家一年收入多少"), _("不清楚就空着。")),
            "share": whole(_("他们几个人一起负担"), 99, _("例如三兄妹填 3。")),
            "agreed": yuan(_("判决、协议写明一年多少"), _("没有就空着。")),
        }

    def answer(self) -> dict[str, Any]:
        rows = [self.row(index) for index in range(self.rows)]
        return {"rows": [one | {"supports": int(one["supports"])} for one in rows]}


class EventForm(ScreenForm):
    def shared(self) -> Fields:
        return {
            "kind": pick(_("最近发生了什么事"), words.EVENT, "none"),
            "ago": pick(_("什么时候"), words.AGO, "unknown", help_text=_("没有发生，就不用填。")),
            "cost": yuan(_("一共花了或者损失多少"), _("不清楚就空着。")),
            "refund": yuan(_("报销、赔了多少"), _("没有写 0，不清楚就空着。")),
            "again": pick(_("为这件事领过救助吗"), words.YES_NO, "no"),
            "aided": yuan(_("过去 12 个月领过多少临时救助"), _("没有写 0，不清楚就空着。")),
        }


def facts() -> Mapping[str, Any]:
    """Every yes-or-no fact that can be ticked: ours, then what programmes word themselves."""
    return {**ticks(), **words.NEEDS}


class NeedsForm(ScreenForm):
    def shared(self) -> Fields:
        shown = [(code, label) for code, label in facts().items() if code in self.asks]
        return {
            "yes": forms.MultipleChoiceField(
                label=_("有的打勾，都没有就直接下一步"), choices=shown, required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "unsure": forms.BooleanField(label=_("没打勾的，有的我不清楚"), required=False),
        }  # fmt: skip

    def answer(self) -> dict[str, Any]:
        asked = [code for code in self.asks if code in facts()]
        return {**super().answer(), "asked": asked}


FORMS: dict[str, type[ScreenForm]] = {
    "place": PlaceForm, "members": MembersForm, "health": HealthForm,
    "situation": SituationForm, "work": WorkForm, "money": MoneyForm, "asset": AssetForm,
    "expense": ExpenseForm, "supporters": SupportersForm, "event": EventForm,
    "needs": NeedsForm,
}  # fmt: skip
