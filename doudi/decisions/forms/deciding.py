from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.decisions.states import Outcome, Recommendation, Service
from doudi.people.queries import MemberView

_WORDS = forms.Textarea(attrs={"rows": 3})


class OpinionForm(forms.Form):
    recommendation = forms.ChoiceField(
        label=_("意见"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        required=False,
        widget=_WORDS,
        help_text=_("建议不予纳入，或与测算不同时必填，申请人会看到。"),
    )
    without_check = forms.CharField(
        label=_("不等核对报告的理由"),
        max_length=300,
        required=False,
        help_text=_("核对已经报告的，不用填。"),
    )


class ProposalForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("拟定结果"),
        choices=[(one.value, one.label) for one in (Outcome.GRANTED, Outcome.REFUSED)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        required=False,
        widget=_WORDS,
        help_text=_("不予纳入的必填，会写进决定书。"),
    )

    def __init__(self, *given: object, **named: object) -> None:
        # where the town decides, its leader has the opinion's reason on the same page
        super().__init__(*given, **{"auto_id": "id_proposal_%s", **named})  # type: ignore[arg-type]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("退回的理由"), max_length=300, widget=_WORDS)


class HangForm(forms.Form):
    hung_on = forms.DateField(
        label=_("张贴日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("按实际贴出去的那天填，天数从第二天算。"),
    )
    where = forms.CharField(label=_("张贴在哪里"), max_length=120)
    photo = forms.FileField(
        label=_("张贴后的照片"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )


class ServeForm(forms.Form):
    how = forms.ChoiceField(
        label=_("送达方式"),
        choices=[one for one in Service.choices if one[0] != Service.IN_APP],
        widget=forms.RadioSelect,
    )
    served_on = forms.DateField(
        label=_("送达日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("邮寄的填签收那天。"),
    )
    to = forms.TypedChoiceField(label=_("收件人"), coerce=int)

    def __init__(self, *given: object, adults: tuple[MemberView, ...], **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (one.person.pk, f"{one.name}（{one.relation_label}）") for one in adults
        ]


class ReadForm(forms.Form):
    agreed = forms.BooleanField(label=_("我已经看过这份决定书，同意用手机送达"), required=False)
