from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doudi.accounts.models import Office
from doudi.people.models import ContactWish
from doudi.people.states import (
    ExcuseGround,
    InPersonOutcome,
    KinRelation,
    Need,
    Relation,
    RepresentationKind,
    TellingWay,
)

People = list[tuple[int, str]]
# to whom something was told: a relation, never a name
TOLD_TO = [
    ("", _("请选择")),
    *((str(one.label), one.label) for one in Relation if one != Relation.OTHER),
    ("监护人", _("监护人")),
    ("帮办人", _("帮办人")),
    ("其他", _("其他")),
]


def _calendar() -> forms.DateInput:
    """A browser's own calendar reads ISO dates only."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=_calendar(), **more)


def _lines(label: Any, most: int, help_text: Any = "", **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=help_text, **more)


class PhoneForm(forms.Form):
    """Whose number, and the number. `people`: (person id, name) of the household."""

    person = forms.ChoiceField(label=_("家庭成员"))
    phone = forms.CharField(
        label=_("手机号码"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """How one person wants to be told. `helpers`: (person id, name) who may hear it instead."""

    person = forms.ChoiceField(label=_("谁"))
    way = forms.ChoiceField(
        label=_("怎样告诉"), choices=TellingWay.choices, widget=forms.RadioSelect
    )
    helper = forms.ChoiceField(
        label=_("告诉哪位帮办人"), required=False, help_text=_("只在选“告诉帮办人”时填写。")
    )
    hours = forms.CharField(
        label=_("什么时间方便"), max_length=60, required=False, help_text=_("例如：晚上七点以后")
    )
    language = forms.CharField(
        label=_("说什么话"), max_length=40, required=False, help_text=_("例如：益阳话、侗语、手语")
    )
    needs = forms.MultipleChoiceField(
        label=_("请留意"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: People, helpers: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["helper"].choices = [("", "——"), *helpers]  # type: ignore[attr-defined]


def wish_start(wish: ContactWish | None, person_id: int) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if wish is None:
        return {"person": person_id, "way": TellingWay.MESSAGE}
    return {
        "person": person_id, "way": wish.way, "hours": wish.hours, "language": wish.language,
        "needs": wish.needs, "helper": wish.helper_id or "",
    }  # fmt: skip


class ToldForm(forms.Form):
    """What came of one way there. `tasks`: (task id, title) told together."""

    tasks = forms.MultipleChoiceField(
        label=_("这次告知的事项"), widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(
        label=_("结果"), choices=InPersonOutcome.choices, widget=forms.RadioSelect
    )
    told_on = _day(_("告知日期"))
    told_to = forms.ChoiceField(label=_("告诉了谁"), choices=TOLD_TO, required=False)
    note = _lines(_("备注"), 300, _("不要写姓名、号码和病情。"), required=False)

    def __init__(self, *args: Any, tasks: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].choices = tasks  # type: ignore[attr-defined]


class ExcuseForm(forms.Form):
    person = forms.ChoiceField(label=_("家庭成员"))
    ground = forms.ChoiceField(label=_("原因"), choices=ExcuseGround.choices)
    reason = _lines(_("具体说明"), 500, _("写明您了解到的情况，从哪里了解到的。加密保存。"))
    paper = forms.FileField(
        label=_("证明材料"), required=False, help_text=_("照片或 PDF，可以没有。")
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]


class RepresentationForm(forms.Form):
    """`people`: the household; `others`: who may stand in; `offices`: for whom nobody does."""

    person = forms.ChoiceField(label=_("替谁办"))
    kind = forms.ChoiceField(label=_("身份"), choices=RepresentationKind.choices)
    by_person = forms.ChoiceField(label=_("由谁代理"), required=False)
    number = forms.CharField(
        label=_("或者代理人的身份证号码"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("代理人不在这一家里时填写。"),
    )
    name = forms.CharField(label=_("代理人姓名"), max_length=60, required=False)
    by_office = forms.ModelChoiceField(
        label=_("或者由哪个单位代为申请"),
        queryset=Office.objects.none(),
        required=False,
        empty_label="——",
    )
    ground = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：户口簿、委托书、民法典第三十二条")
    )
    paper = forms.FileField(label=_("材料"), required=False, help_text=_("委托书必须上传。"))
    valid_from = _day(_("从哪天起"))
    valid_until = _day(_("到哪天为止"), required=False, help_text=_("不填就是长期有效。"))

    def __init__(self, *args: Any, people: People, offices: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["by_person"].choices = [("", "——"), *people]  # type: ignore[attr-defined]
        self.fields["by_office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = on


class KinForm(forms.Form):
    """One relative; an empty line is none. Faults name the line they stand in."""

    relation = forms.ChoiceField(label=_("关系"), required=False)
    name = forms.CharField(label=_("姓名"), required=False, max_length=60)
    number = forms.CharField(
        label=_("身份证号码"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = [("", _("请选择")), *KinRelation.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if any(given.values()) and not (given.get("relation") and given.get("name")):
            raise forms.ValidationError(_("请把关系和姓名都填上，或把这一行清空。"))
        return given


class PurposeForm(forms.Form):
    purpose = forms.CharField(label=_("查看用途"), max_length=100)
