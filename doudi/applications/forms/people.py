"""Who asks, and who lives together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.applications.actions.members import Typed
from doudi.applications.actions.starting import Asks
from doudi.applications.forms.fields import (
    NameField,
    NumberField,
    PlainForm,
    choices_of,
    with_unknown,
)
from doudi.applications.rules.people import NOT_ASKED, Condition
from doudi.applications.states import DisabilityKind, Illness, Registration, Student
from doudi.people.states import DocumentKind, Relation

LEVELS = [("1", _("一级")), ("2", _("二级")), ("3", _("三级")), ("4", _("四级"))]
PAPERS = [choice for choice in DocumentKind.choices if choice[0] != DocumentKind.IDENTITY_CARD]
ASKERS = [
    ("guardian", _("监护人")),
    ("proxy", _("受本人委托")),
    ("helper", _("亲友、邻居等帮忙的人")),
    ("office", _("单位代为申请（没有监护人的）")),
]
RELATIONS = [choice for choice in Relation.choices if choice[0] != Relation.SELF]


class AddressForm(PlainForm):
    registration = forms.ChoiceField(
        label=_("您家的户口"), choices=Registration.choices, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("门牌或组号"), max_length=80, required=False, help_text=_("例如：三组 12 号"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class OtherPaperForm(PlainForm):
    """Who has no number is asked for another paper, or for nothing but the birthday."""

    born_on = forms.DateField(
        label=_("出生日期"), required=False, help_text=_("有身份证号码，不用填。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("性别"), required=False, help_text=_("有身份证号码，不用选。"),
        choices=[("", _("请选择")), ("F", _("女")), ("M", _("男"))],
    )  # fmt: skip
    document_kind = forms.ChoiceField(
        label=_("别的证件"), required=False, help_text=_("没有身份证号码，有别的证件就选。"),
        choices=[("", _("没有")), *PAPERS],
    )  # fmt: skip
    document = forms.CharField(
        label=_("那个证件的号码"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class MeForm(AddressForm, OtherPaperForm):
    place = forms.CharField(widget=forms.HiddenInput, max_length=12)
    asks_kind = forms.ChoiceField(
        label=_("您和他是什么关系"), required=False, choices=[("", _("请选择")), *ASKERS]
    )
    asks_name = forms.CharField(
        label=_("您的姓名"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    asks_ground = forms.CharField(
        label=_("为什么由单位代为申请"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    asks_paper = forms.FileField(
        label=_("委托书、监护证明的照片"), required=False,
        help_text=_("有就拍一张。没有，工作人员会当面问本人。"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    name = NameField()
    number = NumberField(required=False, help_text=_("没有身份证号码，可以不填。"))
    card = forms.FileField(
        label=_("身份证照片"), required=False, help_text=_("可以不拍。拍了，工作人员核对更快。"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    field_order = ("place", "asks_kind", "asks_name", "asks_ground", "asks_paper", "name", "number",
                   "registration", "address", "card", "born_on", "sex", "document_kind",
                   "document")  # fmt: skip

    def __init__(
        self, *args: Any, for_other: bool = False, at_counter: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.for_other = for_other
        if at_counter:
            self.fields["asks_name"].label = _("代办人的姓名")
            self.fields["asks_kind"].label = _("由谁代办")
        else:
            choices_of(self, "asks_kind", [("", _("请选择")), *ASKERS[:3]])
            del self.fields["asks_ground"]
        if not for_other:
            for name in ("asks_kind", "asks_name", "asks_ground", "asks_paper"):
                self.fields.pop(name, None)
        else:
            self.fields["asks_kind"].required = True

    def typed(self) -> Typed:
        data = self.cleaned_data
        return Typed(
            name=data["name"],
            number=data["number"],
            relation=Relation.SELF,
            sex=data["sex"],
            born_on=data["born_on"],
            document_kind=data["document_kind"],
            document=data["document"],
            condition=NOT_ASKED,
        )

    def asks(self) -> Asks | None:
        data = self.cleaned_data
        if not self.for_other:
            return None
        upload = data.get("asks_paper")
        return Asks(
            kind=data["asks_kind"],
            name=data.get("asks_name", ""),
            ground=data.get("asks_ground", ""),
            paper=upload.read() if upload else None,
        )

    def card_content(self) -> bytes | None:
        upload = self.cleaned_data.get("card")
        return upload.read() if upload else None


class ConditionForm(PlainForm):
    student = forms.ChoiceField(label=_("在上学吗"), choices=with_unknown(Student.choices))
    disability_kind = forms.ChoiceField(
        label=_("有残疾证吗"),
        choices=[("none", _("没有")), *with_unknown(DisabilityKind.choices)],
    )
    disability_level = forms.ChoiceField(
        label=_("残疾证上的等级"), required=False, help_text=_("没有残疾证，不用选。"),
        choices=[("", _("请选择")), *with_unknown(LEVELS)],
    )  # fmt: skip
    illness = forms.ChoiceField(label=_("身体有病吗"), choices=with_unknown(Illness.choices))

    def condition(self) -> Condition:
        data = self.cleaned_data
        level = data["disability_level"] or "unknown"
        return Condition(
            student=data["student"],
            disability_kind=data["disability_kind"],
            disability_level=int(level) if level.isdigit() else level,
            illness=data["illness"],
        )


def answers(known: Condition) -> dict[str, object]:
    """The form's answers of a condition; without a certificate there is no level to show."""
    shown = dict(vars(known))
    if known.disability_kind in {"none", "unknown"}:
        shown["disability_level"] = ""
    return shown


class MemberForm(ConditionForm, OtherPaperForm):
    name = NameField()
    number = NumberField(
        required=False, help_text=_("还没有身份证号码，可以不填，在下面填出生日期。")
    )
    relation = forms.ChoiceField(label=_("是您的什么人"), choices=[("", _("请选择")), *RELATIONS])
    field_order = ("name", "number", "relation", "student", "disability_kind", "disability_level",
                   "illness", "born_on", "sex", "document_kind", "document")  # fmt: skip

    def __init__(self, *args: Any, changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changing:
            self.fields["number"].help_text = _("不改就留空。")

    def typed(self) -> Typed:
        data = self.cleaned_data
        return Typed(
            name=data["name"],
            number=data["number"],
            relation=data["relation"],
            sex=data["sex"],
            born_on=data["born_on"],
            document_kind=data["document_kind"],
            document=data["document"],
            condition=self.condition(),
        )


class AccountForm(PlainForm):
    """Optional: it may also be given after the decision."""

    holder = forms.ChoiceField(label=_("户名（谁的账户）"))
    bank = forms.CharField(
        label=_("开户银行"), max_length=60, help_text=_("例如：农村商业银行、邮储银行"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    number = forms.CharField(
        label=_("银行账号"), max_length=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "holder", [(str(pk), name) for pk, name in people.items()])
