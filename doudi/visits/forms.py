"""Planning a visit, and the parts of a checklist as plain forms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.accounts.models import Office
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.money import parse_yuan
from doudi.common.refusals import Refusal
from doudi.visits import rules
from doudi.visits.models import VisitAnswer

UNCLEAR = "unclear"


class PlanForm(forms.Form):
    first = forms.TypedChoiceField(label=gettext_lazy("第一核实人"), coerce=int)
    second = forms.TypedChoiceField(label=gettext_lazy("第二核实人"), coerce=int)
    visit_on = forms.DateField(
        label=gettext_lazy("入户日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("最迟完成"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    checklist = forms.ChoiceField(label=gettext_lazy("核实清单"))

    def __init__(
        self, *args: Any, people: list[Officer], seconds: list[Officer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {who.post_id: who for who in people}
        self.seconds = {who.post_id: who for who in seconds}
        known = [(one.code, one.title) for one in rules.checklists().values()]
        listed_people = (("first", _named(people)), ("second", _named(seconds)))
        for name, listed in (*listed_people, ("checklist", known)):
            self.fields[name].choices = listed  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Which office is asked to visit, and where the family is to be found there."""

    office = forms.TypedChoiceField(label=gettext_lazy("请哪里入户"), coerce=int)
    address = forms.CharField(
        label=gettext_lazy("这家现在的住址"),
        help_text=gettext_lazy("只给入户的两个人看，看时会留下记录。"),
        max_length=200,
    )
    due_on = forms.DateField(
        label=gettext_lazy("最迟完成"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.pk: office for office in offices}
        listed = [
            (o.pk, f"{o.seat.parent.name if o.seat.parent else ''} {o.name}") for o in offices
        ]
        self.fields["office"].choices = listed  # type: ignore[attr-defined]


def _named(people: list[Officer]) -> list[tuple[int, str]]:
    """Names with the duty: the second need not be the town's own investigator."""
    return [(who.post_id, f"{who.name}（{Duty(who.duty).label}）") for who in people]


class YuanField(forms.CharField):
    """An amount typed in yuan, clean as fen; empty stays empty: nothing was said."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

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


class PartForm(forms.Form):
    """One part of a checklist. Empty fields are not answers; each part is saved by itself, also
    half filled: what is required is asked for when the visit is finished."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        part: rules.Part,
        names: Mapping[int, str],
        answers: Mapping[rules.Place, VisitAnswer],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        self.answers = answers
        self.places: dict[str, tuple[rules.Question, rules.Place]] = {}
        self.names = names
        for question in part.questions:
            for place in rules.places_of(question, list(names)):
                self._add(question, place)

    def _add(self, question: rules.Question, place: rules.Place) -> None:
        name = f"{question.code}-{place[1] or 'all'}"
        self.places[name] = (question, place)
        self.fields[name] = _field(question)
        if place in self.answers:
            self.initial.setdefault(name, _typed(question, self.answers[place].value))

    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """Fields by person, then those of the household (title "")."""
        found: dict[int | None, list[tuple[forms.BoundField, str]]] = {}
        for name, (question, (_code, person)) in self.places.items():
            unit = _("元") if question.kind == "money" else ""
            self.fields[name].required = question.required  # shown; validation is over or unasked
            found.setdefault(person, []).append((self[name], unit))
        return [(self.names[p] if p else "", fields) for p, fields in found.items()]

    def told(self, ids: Mapping[str, str]) -> list[rules.Told]:
        """Answers that differ from what stands, with the device's ids where it made them."""
        found = []
        for name, (question, place) in self.places.items():
            raw = self.cleaned_data.get(name)
            if raw in (None, ""):
                continue
            value = _value(question, raw)
            standing = self.answers.get(place)
            if standing is None or standing.value != value:
                found.append(rules.Told(_id(ids.get(f"id-{name}", "")), *place, value))
        return found

    def answered(self) -> int:
        return sum(1 for _q, place in self.places.values() if place in self.answers)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _field(question: rules.Question) -> forms.Field:
    label = question.text
    match question.kind:
        case "yes_no":
            choices = [("yes", _("是")), ("no", _("否")), (UNCLEAR, _("说不清"))]
            return forms.ChoiceField(
                label=label, choices=choices, required=False, widget=forms.RadioSelect
            )
        case "choice":
            listed = [("", _("请选择")), *question.choices.items(), (UNCLEAR, _("说不清"))]
            return forms.ChoiceField(label=label, choices=listed, required=False)
        case "money":
            return YuanField(label=label, required=False)
        case "whole":
            return forms.IntegerField(label=label, required=False, min_value=0)
    return forms.CharField(
        label=label,
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _value(question: rules.Question, raw: Any) -> Any:
    if raw == UNCLEAR:
        return None
    return raw == "yes" if question.kind == "yes_no" else raw


def _typed(question: rules.Question, value: Any) -> Any:
    if value is None:
        return UNCLEAR
    if question.kind == "yes_no":
        return "yes" if value else "no"
    if question.kind == "money":
        return f"{value // 100}.{value % 100:02d}"
    return value
