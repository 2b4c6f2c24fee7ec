"""The village's first view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.applications.forms.fields import PlainForm
from doudi.applications.states import FirstSight


class TakeInForm(PlainForm):
    view = forms.ChoiceField(
        label=_("村（社区）了解的情况"), choices=FirstSight.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("有疑问时必须写明，不要写证件号、电话、账号。"),
    )  # fmt: skip
