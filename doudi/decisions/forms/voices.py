"""Objections, appraisals, complaints, reviews: short forms, each with one sentence of help."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.decisions.states import ComplaintWay, ObjectionRoute, ReviewOutcome
from doudi.people.queries import MemberView

_OFFICE_WAYS = [one for one in ComplaintWay.choices if one[0] != ComplaintWay.PORTAL]


def words() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def picture() -> forms.ClearableFileInput:
    return forms.ClearableFileInput(attrs={"accept": "image/*"})


class Who(forms.Form):
    """A name is never asked for twice, and never required."""

    name = forms.CharField(
        label=_("姓名"), max_length=60, required=False, help_text=_("不留姓名也可以。")
    )
    contact = forms.CharField(
        label=_("怎么联系"),
        max_length=60,
        required=False,
        help_text=_("留了姓名和电话，结果会告诉本人。姓名和电话加密保存，被反映的人看不到。"),
    )


class DownForm(forms.Form):
    reason = forms.CharField(label=_("提前撤下或作废的理由"), max_length=300, required=False)
    photo = forms.FileField(label=_("撤下后公开栏的照片"), required=False, widget=picture())

    def __init__(
        self, *given: object, early: bool = False, hung: bool = False, **named: object
    ) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["reason"].required = early
        self.fields["photo"].required = hung


class ObjectionForm(Who):
    raised_on = forms.DateField(label=_("提出日期"), widget=day())
    way = forms.ChoiceField(label=_("怎么提出的"), choices=_OFFICE_WAYS)
    text = forms.CharField(label=_("异议内容"), max_length=500, widget=words())

    field_order = ("raised_on", "way", "text", "name", "contact")


class ObjectForm(Who):
    """On the page behind the sheet's code."""

    line = forms.TypedChoiceField(label=_("对哪一户有不同意见"), coerce=int)
    text = forms.CharField(
        label=_("哪里不对"),
        max_length=500,
        widget=words(),
        help_text=_("写具体一些，比如看到了什么、在什么时候。"),
    )

    field_order = ("line", "text", "name", "contact")

    def __init__(
        self, *given: object, lines: Iterable[tuple[int, str]] = (), **named: object
    ) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["line"].choices = list(lines)  # type: ignore[attr-defined]


class JudgeForm(forms.Form):
    substance = forms.TypedChoiceField(
        label=_("有没有实质内容"),
        choices=[("no", _("没有实质内容")), ("yes", _("有实质内容，重新核实"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("理由"), max_length=500, widget=words())
    route = forms.ChoiceField(
        label=_("怎么重新核实"),
        choices=[("", _("不用")), *ObjectionRoute.choices],
        required=False,
        help_text=_("有实质内容的必选。之后要重新测算、提出意见、再公示。"),
    )


class AppraisalForm(forms.Form):
    held_on = forms.DateField(label=_("评议日期"), widget=day())
    where = forms.CharField(label=_("地点"), max_length=120)
    attendants = forms.IntegerField(label=_("参加人数"), min_value=1, max_value=9999)
    representatives = forms.IntegerField(label=_("其中村（居）民代表"), min_value=0, max_value=9999)
    agree = forms.IntegerField(label=_("同意纳入的人数"), min_value=0, max_value=9999)
    disagree = forms.IntegerField(label=_("不同意的人数"), min_value=0, max_value=9999)
    text = forms.CharField(label=_("评议说了什么"), max_length=1000, widget=words())
    minutes = forms.FileField(label=_("签名的评议记录照片"), widget=picture())


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("答复"),
        max_length=500,
        widget=words(),
        help_text=_("只说处理结果，不说这家的收入、财产和病情。"),
    )
    told_on = forms.DateField(
        label=_("答复日期"),
        widget=day(),
        help_text=_("匿名提出的，在同一公开栏张贴处理结果，填张贴那天。"),
    )


class ComplaintForm(Who):
    """Written down by an officer."""

    way = forms.ChoiceField(label=_("怎么来的"), choices=_OFFICE_WAYS)
    place = forms.TypedChoiceField(label=_("哪里的事"), coerce=int)
    case = forms.CharField(
        label=_("涉及的申请编号"), max_length=30, required=False, help_text=_("不清楚可以不填。")
    )
    text = forms.CharField(label=_("反映什么"), max_length=1000, widget=words())

    field_order = ("way", "place", "case", "text", "name", "contact")

    def __init__(
        self, *given: object, places: Iterable[tuple[int, str]] = (), **named: object
    ) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]


class ComplainForm(Who):
    """On the public page, signed in or not."""

    place = forms.TypedChoiceField(label=_("哪个乡镇（街道）的事"), coerce=int)
    text = forms.CharField(
        label=_("您要反映什么"),
        max_length=1000,
        widget=words(),
        help_text=_("写清楚哪个村、什么事、什么时候。"),
    )

    field_order = ("place", "text", "name", "contact")

    def __init__(self, *given: object, places: Iterable[object] = (), **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    case = forms.CharField(label=_("涉及的申请编号或受理编号"), max_length=40, required=False)
    against = forms.CharField(
        label=_("被反映的工作人员（登录名）"),
        max_length=60,
        required=False,
        help_text=_("反映的是工作人员时填，这个人就不能答复。"),
    )


class ComplaintAnswerForm(forms.Form):
    founded = forms.TypedChoiceField(
        label=_("查下来"),
        choices=[("no", _("不属实")), ("yes", _("属实或部分属实"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("查了什么，结果怎样"), max_length=1000, widget=words())
    told_on = forms.DateField(
        label=_("答复本人的日期"), widget=day(), required=False, help_text=_("实名的必填。")
    )


class AskReviewForm(forms.Form):
    text = forms.CharField(
        label=_("您觉得哪里不对"),
        max_length=1000,
        widget=words(),
        help_text=_("写一两句就行。复核由没有经手过您家的人办理。"),
    )


class NoteReviewForm(AskReviewForm):
    """At the counter, by telephone, by letter."""

    way = forms.ChoiceField(label=_("怎么提出的"), choices=_OFFICE_WAYS)
    asked_by = forms.TypedChoiceField(label=_("谁要求复核"), coerce=int)

    field_order = ("way", "asked_by", "text")

    def __init__(
        self, *given: object, adults: tuple[MemberView, ...] = (), **named: object
    ) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["text"].label = _("要求复核的理由")
        self.fields["asked_by"].choices = [  # type: ignore[attr-defined]
            (one.person.pk, f"{one.name}（{one.relation_label}）") for one in adults
        ]


class ReviewAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("复核结果"), choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("理由"), max_length=1000, widget=words(), help_text=_("家庭会看到这段话。")
    )
