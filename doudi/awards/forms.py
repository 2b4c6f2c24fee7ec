"""What comes in with a check-in, a recheck, an offered job, a change."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from doudi.awards.states import JobAnswer
from doudi.people.states import Relation

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


class TellChangeForm(forms.Form):
    """The family says what changed, in its own words; nothing has to be proved."""

    reason = forms.ChoiceField(label=_("发生了什么"))
    person = forms.TypedChoiceField(label=_("是谁"), coerce=int, required=False, empty_value=None)
    event_on = forms.DateField(label=_("哪天"), widget=_DAY, required=False)
    text = forms.CharField(label=_("想补充的话"), max_length=500, required=False, widget=_WORDS)

    def __init__(
        self, *given: Any, people: list[tuple[int, str]], reasons: list[Any], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["reason"].choices = [("", _("请选择")), *reasons]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("不是哪一个人")), *people]  # type: ignore[attr-defined]


class ConfirmChangeForm(forms.Form):
    event_on = forms.DateField(label=_("核实到是哪天发生的"), widget=_DAY)
    person = forms.TypedChoiceField(label=_("是谁"), coerce=int, required=False, empty_value=None)

    def __init__(self, *given: Any, people: list[tuple[int, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["person"].choices = [("", _("不是哪一个人")), *people]  # type: ignore[attr-defined]


class TakeInForm(forms.Form):
    """Who came. A newborn child may have no number yet."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    relation = forms.ChoiceField(
        label=_("和申请人的关系"),
        choices=[("", _("请选择")), *(one for one in Relation.choices if one[0] != Relation.SELF)],
    )
    number = forms.CharField(
        label=_("身份证号码"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("新生儿还没有号码的，填下面两项。"),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("性别"), required=False,
        choices=[("", _("请选择")), ("F", _("女")), ("M", _("男"))],
    )  # fmt: skip
    born_on = forms.DateField(label=_("出生日期"), widget=_DAY, required=False)
    joined_on = forms.DateField(label=_("从哪天起是家里人"), widget=_DAY)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("number"):
            for name in ("sex", "born_on"):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, _("没有身份证号码的，要填这一项。"))
        return given


class LetGoForm(forms.Form):
    person = forms.TypedChoiceField(label=_("谁离开这一家"), coerce=int)
    left_on = forms.DateField(
        label=_("从哪天起不在这一家"), widget=_DAY, help_text=_("之前的日子不变。")
    )

    def __init__(self, *given: Any, people: list[tuple[int, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["person"].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]


class FactForm(ConfirmChangeForm):
    """One thing that was found; an income is a whole year's, in yuan."""

    event_on = None  # type: ignore[assignment]
    what = forms.ChoiceField(label=_("查明了什么"))
    amount = forms.CharField(label=_("金额"), max_length=20, required=False)
    source = forms.CharField(label=_("从哪里知道的"), max_length=80)
    as_of = forms.DateField(label=_("截至"), widget=_DAY)
    field_order = ("what", "person", "amount", "source", "as_of")

    def __init__(self, *given: Any, kinds: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["what"].choices = kinds  # type: ignore[attr-defined]


class ToldForm(forms.Form):
    told = forms.CharField(label=_("告诉家里什么"), max_length=1000, widget=_WORDS)


class HearingForm(forms.Form):
    way = forms.ChoiceField(label=_("怎样听取的"), widget=forms.RadioSelect)
    held_on = forms.DateField(label=_("日期"), widget=_DAY)
    heard = forms.TypedChoiceField(
        label=_("听了谁的"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("没有联系上的，不用选。"),
    )
    told = forms.CharField(label=_("告诉了什么"), max_length=1000, widget=_WORDS)
    said = forms.CharField(
        label=_("当事人说了什么"), max_length=1000, required=False, widget=_WORDS
    )

    def __init__(
        self, *given: Any, people: list[tuple[int, str]], ways: list[Any], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["heard"].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


class ProposeChangeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("拟定结果"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由和证据"),
        max_length=500,
        widget=_WORDS,
        help_text=_("会写进决定书，当事人会看到。"),
    )

    def __init__(self, *given: Any, outcomes: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class CloseChangeForm(forms.Form):
    reason = forms.CharField(label=_("为什么不影响待遇"), max_length=300, widget=_WORDS)


class MoveForm(forms.Form):
    """`code`: the village that was chosen in the steps before."""

    code = forms.CharField(max_length=12, widget=forms.HiddenInput)
    moved_on = forms.DateField(label=_("哪天搬的"), widget=_DAY)
    registration = forms.ChoiceField(
        label=_("新的户口性质"),
        choices=[("rural", _("农业户口")), ("urban", _("非农业户口")), ("unknown", _("还不清楚"))],
    )
    address = forms.CharField(label=_("门牌"), max_length=120, required=False)


class ViewForm(forms.Form):
    said = forms.CharField(label=_("您的意见"), max_length=1000, widget=_WORDS)
