"""What the finance posts type: a month and a place, a reason, the bank's file."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from doudi.common.money import parse_yuan
from doudi.common.refusals import Refusal
from doudi.decisions.states import HearingWay
from doudi.payments.actions.accounts import Said
from doudi.payments.rules.bank_files import LARGEST_BYTES
from doudi.payments.states import AskOutcome


class DraftForm(forms.Form):
    """Choices are passed in: months around today and the places that the post pays."""

    month = forms.ChoiceField(label=_("发放月份"))
    place = forms.ChoiceField(label=_("发放地区"))

    def __init__(
        self, *args: Any, months: list[date], places: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(f"{m:%Y-%m-%d}", f"{m:%Y-%m}") for m in months]  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=300)


class SilentForm(forms.Form):
    """What the bank says when asked about a line that it never answered."""

    paid = forms.ChoiceField(
        label=_("查证结果"), choices=[("paid", _("已到账")), ("returned", _("退回"))]
    )
    on = forms.DateField(label=_("哪天"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("怎样查证的"), max_length=120)


class RepaymentForm(forms.Form):
    amount = forms.CharField(label=_("归还金额（元）"), max_length=20)
    on = forms.DateField(label=_("归还日期"), widget=forms.DateInput(attrs={"type": "date"}))
    receipt = forms.CharField(label=_("收据编号"), max_length=60)

    def clean_amount(self) -> int:
        try:
            return parse_yuan(self.cleaned_data["amount"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal


class SetOffForm(forms.Form):
    percent = forms.IntegerField(label=_("每月抵扣（百分之几）"), min_value=1, max_value=100)
    paper = forms.FileField(label=_("本人书面同意的照片"))


class HearForm(forms.Form):
    """听取意见 about a claim. `people`: (person id, name) of the household."""

    way = forms.ChoiceField(label=_("怎样听取的"), choices=HearingWay.choices)
    held_on = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    heard = forms.ChoiceField(
        label=_("听了谁的"), required=False, help_text=_("没有联系上的，不用选。")
    )
    told = forms.CharField(label=_("告诉了什么"), max_length=1000, widget=forms.Textarea)
    said = forms.CharField(
        label=_("当事人说了什么"), max_length=1000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("请选择")), *people]
        self.fields["heard"].choices = choices  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """`people`: (person id, name) of the household, and "" for somebody else."""

    holder = forms.ChoiceField(label=_("户名"), required=False)
    other_name = forms.CharField(label=_("不是家庭成员的，填写姓名"), max_length=60, required=False)
    other_number = forms.CharField(
        label=_("不是家庭成员的，填写身份证号码"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bank = forms.CharField(label=_("开户行"), max_length=60)
    number = forms.CharField(
        label=_("账号"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*people, ("", _("其他人（要有代领协议）"))]
        self.fields["holder"].choices = choices  # type: ignore[attr-defined]

    def said(self) -> Said:
        return _said(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not found.get("holder") and not found.get("other_name"):
            self.add_error("holder", _("请选择户名，或者填写其他人的姓名。"))
        return found


class OwnAccountForm(forms.Form):
    """The family's own wish for another account."""

    holder = forms.ChoiceField(label=_("存折或银行卡是谁的"))
    bank = forms.CharField(label=_("哪家银行"), max_length=60)
    number = forms.CharField(
        label=_("账号"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = people  # type: ignore[attr-defined]

    def said(self) -> Said:
        return _said(self.cleaned_data)


def _said(data: dict[str, Any]) -> Said:
    return Said(
        holder=int(data["holder"]) if data.get("holder") else None,
        other_name=data.get("other_name", ""),
        other_number=data.get("other_number", ""),
        bank=data["bank"],
        number=data["number"],
    )


class AgreementForm(forms.Form):
    reason = forms.CharField(label=_("代领原因"), max_length=300)
    agreed_on = forms.DateField(label=_("签订日期"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.FileField(label=_("代领协议的照片"))


class BookForm(forms.Form):
    """`keepers`: (user id, name) of officers of the place."""

    keeper = forms.ChoiceField(label=_("代管人"))
    reason = forms.CharField(label=_("代管原因"), max_length=300)
    valid_from = forms.DateField(
        label=_("开始日期"), widget=forms.DateInput(attrs={"type": "date"})
    )
    paper = forms.FileField(label=_("代管协议的照片"))

    def __init__(self, *args: Any, keepers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = keepers  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    file = forms.FileField(
        label=_("银行回盘文件"),
        help_text=_("CSV 或 XLSX，至少有“业务参考号”和“处理结果”两列，不超过 20 MB。"),
        error_messages={"empty": _("回盘文件是空的，请重新向银行索取。")},
    )

    partial = forms.BooleanField(
        label=_("只登记没有问题的行，其余各行列出来另行处理"), required=False
    )

    def clean_file(self) -> UploadedFile:
        found: UploadedFile = self.cleaned_data["file"]
        if (found.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_("回盘文件超过 20 MB，请向银行分批索取。"))
        return found


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """What the action refused stands beside its field, or at the top."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


class RaiseForm(forms.Form):
    """Which checked values are to be taken up; the fields are those of a row of the page."""

    place = forms.CharField(max_length=12)
    programme = forms.CharField(max_length=40)
    from_on = forms.DateField()


class PurposeForm(forms.Form):
    """Why somebody takes the list out."""

    purpose = forms.CharField(
        label=_("导出用途"), max_length=200, help_text=_("会记入留痕。不写姓名和号码。")
    )


class AskForm(forms.Form):
    outcome = forms.ChoiceField(label=_("结果"), choices=AskOutcome.choices)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
