"""What the finance posts type: a month and a place, a reason, the bank's file."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from doudi.payments.rules.bank_files import LARGEST_BYTES


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
    reason = forms.CharField(label=_("作废原因"), max_length=200)


class ReturnForm(forms.Form):
    file = forms.FileField(
        label=_("银行回盘文件"),
        help_text=_("CSV 或 XLSX，至少有“业务参考号”和“处理结果”两列，不超过 20 MB。"),
        error_messages={"empty": _("回盘文件是空的，请重新向银行索取。")},
    )

    def clean_file(self) -> UploadedFile:
        found: UploadedFile = self.cleaned_data["file"]
        if (found.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_("回盘文件超过 20 MB，请向银行分批索取。"))
        return found
