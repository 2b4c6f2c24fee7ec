"""Case volumes, meetings, batches, and carrying over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.decisions.states import BatchKind, Outcome, Recommendation, Resolution

_DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
_WORDS = forms.Textarea(attrs={"rows": 3})


class PurposeForm(forms.Form):
    """Why somebody wants a whole case or a list of people."""

    purpose = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("会记入留痕，本人可以看到。不写姓名和号码。")
    )


class PaperForm(forms.Form):
    what = forms.CharField(label=_("材料"), max_length=120)
    sheets = forms.IntegerField(label=_("页数"), min_value=1, max_value=999)
    kept_where = forms.CharField(label=_("存放地点"), max_length=120)


class CallForm(forms.Form):
    ground = forms.ChoiceField(label=_("情形"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("为什么要上会"), max_length=500, widget=_WORDS)

    def __init__(self, *given: Any, grounds: dict[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["ground"].choices = list(grounds.items())  # type: ignore[attr-defined]


class ConferenceForm(forms.Form):
    """`people` is one line per attendant: name and unit, with a space or comma between."""

    held_on = forms.DateField(label=_("会议日期"), **_DAY)  # type: ignore[arg-type]
    where = forms.CharField(label=_("地点"), max_length=120)
    chair = forms.CharField(label=_("主持人"), max_length=60)
    people = forms.CharField(
        label=_("参加人员"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一人一行：姓名 单位"),
    )
    minutes = forms.FileField(
        label=_("会议记录照片"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def clean_people(self) -> list[tuple[str, str]]:
        lines = (line.replace("，", " ").replace(",", " ").strip() for line in self._lines())
        return [_named(line) for line in lines if line]

    def _lines(self) -> list[str]:
        return str(self.cleaned_data["people"]).splitlines()


def _named(line: str) -> tuple[str, str]:
    name, _space, unit = line.partition(" ")
    return name, unit.strip()


class ResolutionForm(forms.Form):
    resolution = forms.ChoiceField(label=_("会议意见"), choices=Resolution.choices)
    text = forms.CharField(label=_("会议记录摘要"), max_length=1000)


class EnteredForm(forms.Form):
    number = forms.CharField(label=_("对方系统编号"), max_length=60)
    entered_on = forms.DateField(label=_("录入日期"), **_DAY)  # type: ignore[arg-type]


CHOICES: dict[str, list[tuple[str, Any]]] = {
    BatchKind.OPINION: list(Recommendation.choices),
    BatchKind.PROPOSAL: [(one.value, one.label) for one in (Outcome.GRANTED, Outcome.REFUSED)],
}


class BatchRowForm(forms.Form):
    """One row of a list: ticked, what is chosen, and why."""

    ticked = forms.BooleanField(required=False)
    choice = forms.ChoiceField(required=False)
    reason = forms.CharField(max_length=500, required=False)

    def __init__(self, *given: Any, kind: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["choice"].choices = CHOICES.get(kind, [("", "")])  # type: ignore[attr-defined]
