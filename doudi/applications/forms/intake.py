"""Giving back, papers that may follow, photographed sheets, taking back at a counter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Post
from doudi.applications.forms.fields import PlainForm, choices_of
from doudi.applications.states import SendBackReason, SentTo
from doudi.people.states import ExcuseGround
from doudi.policies.rules.flows import LaterItem

CAMERA = {"accept": "image/*", "capture": "environment"}
NO_NUMBERS = _("不要写证件号、电话、账号。")


class PictureForm(PlainForm):
    """One photograph or PDF."""

    file = forms.FileField(
        label=_("拍照或选文件"), widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"})
    )

    def content(self) -> bytes | None:
        upload = self.cleaned_data.get("file")
        return upload.read() if upload else None


class SendBackForm(PlainForm):
    to = forms.ChoiceField(label=_("退给谁"), choices=SentTo.choices, widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(
        label=_("要补正什么（可以多选，一次说全）"), choices=SendBackReason.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    remark = forms.CharField(
        label=_("怎样补正"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NUMBERS,
    )  # fmt: skip


class ItemsForm(PlainForm):
    codes = forms.MultipleChoiceField(
        label=_("可以后补的材料（一次告知，以后不能再加）"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, later: list[LaterItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "codes", [(one.code, one.label) for one in later])


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NUMBERS,
    )  # fmt: skip


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("纸上的编码"), max_length=20, help_text=_("例如：ABCD-EFGH"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip


class WithdrawForm(PlainForm):
    file = forms.FileField(
        label=_("本人签字的撤回单（照片或扫描件）"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )  # fmt: skip
    witness = forms.ChoiceField(label=_("或者：见证的另一名工作人员"), required=False)
    said = forms.CharField(
        label=_("本人怎么说的"), max_length=300, required=False, help_text=NO_NUMBERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(post.pk): post for post in colleagues}
        named = [(key, post.user.name) for key, post in self.colleagues.items()]
        choices_of(self, "witness", [("", _("没有")), *named])

    def witness_post(self) -> Post | None:
        return self.colleagues.get(self.cleaned_data["witness"])

    def content(self) -> bytes | None:
        upload = self.cleaned_data.get("file")
        return upload.read() if upload else None


class ExcuseForm(PlainForm):
    ground = forms.ChoiceField(
        label=_("为什么不要求这位成员签名"), choices=ExcuseGround.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("怎么知道的"), max_length=300, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("加密保存，只有办理人员能看。不要写证件号、电话、账号。"),
    )  # fmt: skip
    file = forms.FileField(label=_("有关材料的照片"), required=False)

    def content(self) -> bytes | None:
        upload = self.cleaned_data.get("file")
        return upload.read() if upload else None
