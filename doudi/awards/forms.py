"""What comes in with a check-in, a recheck, an offered job."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from doudi.awards.states import JobAnswer

_WORDS = forms.Textarea(attrs={"rows": 3})
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DeliveryForm(forms.Form):
    """One check-in from a phone. Without JavaScript the id and the moment are made here."""

    person = forms.IntegerField()
    check_in = forms.CharField(required=False, max_length=40)
    recorded_at = forms.CharField(required=False, max_length=40)
    note = forms.CharField(required=False, max_length=300)
    photo = forms.FileField(required=False)

    def clean_check_in(self) -> UUID:
        try:
            return UUID(self.cleaned_data["check_in"])
        except ValueError:
            return uuid4()

    def moment(self, at: datetime) -> datetime:
        """When the device says it was; `at` where it says nothing that can be read."""
        try:
            found = parse_datetime(self.cleaned_data["recorded_at"])
        except ValueError:
            found = None
        return found if found is not None and found.tzinfo is not None else at

    def photo_bytes(self) -> bytes:
        photo = self.cleaned_data.get("photo")
        return photo.read() if photo else b""


class GroupForm(forms.Form):
    seen_on = forms.DateField(label=_("签到日期"), widget=_DAY)
    where = forms.CharField(label=_("地点"), max_length=120, help_text=_("如：村委会大厅"))

    def __init__(self, *args: Any, on: date | None = None, where: str = "", **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen_on": on, "where": where}, **kwargs)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("情况说明"), max_length=300, widget=_WORDS)


class UnchangedForm(forms.Form):
    reason = forms.CharField(label=_("核查看到的情况"), max_length=300, widget=_WORDS)
    without_check = forms.CharField(
        label=_("不等核对报告的理由"),
        max_length=150,
        required=False,
        help_text=_("核对已经报告的，不用填。"),
    )


class FoundForm(forms.Form):
    text = forms.CharField(label=_("发现的变化"), max_length=500, widget=_WORDS)


class OfferForm(forms.Form):
    person = forms.TypedChoiceField(label=_("介绍给谁"), coerce=int)
    offered_on = forms.DateField(label=_("介绍日期"), widget=_DAY)
    offer = forms.CharField(label=_("什么工作"), max_length=200)
    record_number = forms.CharField(
        label=_("就业服务机构的编号"), max_length=60, help_text=_("没有编号的不登记。")
    )
    answer = forms.ChoiceField(
        label=_("本人的答复"), choices=JobAnswer.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("本人说的理由"), max_length=300, required=False, help_text=_("拒绝的必填。")
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class JudgeForm(forms.Form):
    good = forms.TypedChoiceField(
        label=_("拒绝的理由"),
        choices=[("1", _("正当")), ("0", _("不正当"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("依据"), max_length=300, required=False,
        help_text=_("如：医院证明不能久站。认定不正当的必填。"),
    )  # fmt: skip
