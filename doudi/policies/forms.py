"""Proposing a value as published, a document as it lies before one; sending back with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.common.money import parse_yuan, yuan
from doudi.common.refusals import Refusal
from doudi.policies.actions.documents import Given
from doudi.policies.models import Document
from doudi.policies.rules.parameters import MOST, shape_of, shapes, shipped_values
from doudi.policies.rules.registry import all_about, words_for
from doudi.policies.rules.saying import FEN, title, word
from doudi.policies.states import DocumentKind, Period, Standing

AMOUNT, RATIO, MONTH, WHOLE, YES_NO, LIST = (
    "{amount_fen, period}", "{den, num}", "{month}", "整数", "true/false", "列表",
)  # fmt: skip


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _line(label: Any, most: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text, strip=True
    )


class YuanField(forms.CharField):
    """An amount typed in yuan, clean as fen."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        if not 0 <= fen <= MOST:
            raise forms.ValidationError(_("金额太大，或者是负数。"))
        return fen


class ValueForm(forms.Form):
    """The fields of a value depend on how values of its key are published.

    `given()` is what `propose_value` takes as value and period.
    """

    def __init__(self, *args: Any, key: str, now: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        shape = shape_of(now) if now is not None else next(iter(sorted(shapes()[key])))
        self.shape = shape
        self.fields |= _value_fields(key, shape, now)
        self.fields |= {
            "from_on": _day(_("从哪天起")),
            "until_on": _day(
                _("到哪天前停止"), required=False, help_text=_("一般不填，下一次调整时自动接上。")
            ),
            "basis": _line(_("依据"), 300, help_text=_("文件名称和文号，写到第几条。")),
            "standing": forms.ChoiceField(
                label=_("依据看到了没有"),
                choices=[
                    (Standing.CONFIRMED, _("看到了正式文件")),
                    (Standing.MIRROR, _("只看到转载")),
                    (Standing.ASSUMED, _("还没有看到，先推定")),
                ],
                widget=forms.RadioSelect,
            ),
            "taken_from": _line(
                _("推定的取自哪里"), 200, required=False, help_text=_("只在推定时填。")
            ),
        }

    def given(self) -> tuple[Any, str]:
        data = self.cleaned_data
        if self.shape == RATIO:
            return {"num": data["value"], "den": data["den"]}, ""
        if self.shape == MONTH:
            return {"month": data["value"]}, ""
        if self.shape == YES_NO:
            return data["value"] == "yes", ""
        return data["value"], data.get("period", "")


def _value_fields(key: str, shape: str, now: Any) -> dict[str, forms.Field]:
    label = title(key).text
    if shape == AMOUNT:
        return _amount_fields(label, now)
    if shape == RATIO:
        num = forms.IntegerField(
            label=_("%(title)s：分子") % {"title": label}, initial=now and now["num"],
            min_value=0, max_value=1000,
        )  # fmt: skip
        den = forms.IntegerField(
            label=_("分母"), initial=now and now["den"], min_value=1, max_value=1000,
            help_text=_("百分之三十写 30 和 100；一倍半写 3 和 2。"),
        )  # fmt: skip
        return {"value": num, "den": den}
    if shape == WHOLE:
        return {"value": _whole_field(key, label, now)}
    return {"value": _chosen_field(key, shape, label, now)}


def _amount_fields(label: str, now: Any) -> dict[str, forms.Field]:
    periods = [(one.value, one.label) for one in (Period.MONTH, Period.YEAR)]
    amount = yuan(now["amount_fen"]).replace(",", "") if now else None
    return {
        "value": YuanField(label=_("%(title)s（元）") % {"title": label}, initial=amount),
        "period": forms.ChoiceField(
            label=_("按什么公布"), choices=periods, initial=now and now["period"],
            help_text=_("照公布的写：每月公布的填每月，每年公布的填每年，不要自己换算。"),
        ),
    }  # fmt: skip


def _whole_field(key: str, label: str, now: Any) -> forms.Field:
    if key.endswith("_fen") or title(key).unit == FEN:
        amount = None if now is None else yuan(now).replace(",", "")
        return YuanField(label=_("%(title)s（元）") % {"title": label}, initial=amount)
    unit = title(key).unit
    return forms.IntegerField(
        label=f"{label}（{unit}）" if unit else label, initial=now, min_value=0, max_value=MOST
    )


def _chosen_field(key: str, shape: str, label: str, now: Any) -> forms.Field:
    if shape == MONTH:
        return forms.RegexField(
            r"^[12]\d{3}-(0[1-9]|1[0-2])$", label=label, initial=now and now["month"],
            help_text=_("写成 2025-12。"),
        )  # fmt: skip
    if shape == YES_NO:
        yes_no = [("yes", _("是")), ("no", _("否"))]
        return forms.ChoiceField(label=label, choices=yes_no, initial="yes" if now else "no")
    if shape == LIST:
        codes = sorted({code for one in shipped_values() if one.key == key for code in one.value})
        return forms.MultipleChoiceField(
            label=label, choices=[(code, word(code)) for code in codes], initial=now,
            widget=forms.CheckboxSelectMultiple, required=False,
        )  # fmt: skip
    if allowed := words_for(key):
        return forms.ChoiceField(
            label=label, choices=[(code, word(code)) for code in allowed], initial=now
        )
    return forms.CharField(label=label, initial=now, max_length=80)


class RejectForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("退回的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class DocumentForm(forms.Form):
    """A document of the officer's place. `given()` is what `propose_document` takes."""

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(label=_("哪个地方的"), choices=places)
        self.fields["programmes"] = forms.MultipleChoiceField(
            label=_("和哪些项目有关"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(one.code, one.title) for one in all_about()],
        )  # fmt: skip

    kind = forms.ChoiceField(
        label=gettext_lazy("种类"), choices=DocumentKind.choices, initial=DocumentKind.LOCAL
    )
    title = _line(gettext_lazy("标题"), 200)
    number = _line(gettext_lazy("文号"), 80, required=False)
    issuer = _line(gettext_lazy("发文机关"), 100)
    issued_on = _day(gettext_lazy("发文日期"), required=False)
    from_on = _day(gettext_lazy("从哪天起施行"))
    until_on = _day(
        gettext_lazy("到哪天前停止"), required=False, help_text=gettext_lazy("还有效的不填。")
    )
    ended_by = _line(gettext_lazy("由什么文件废止"), 200, required=False)
    source = _line(
        gettext_lazy("在哪里看到的"), 300, help_text=gettext_lazy("网址，或者档案的位置。")
    )
    read_on = _day(gettext_lazy("哪天看的"))
    standing = forms.ChoiceField(
        label=gettext_lazy("看到的是什么"), choices=Standing.choices, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=gettext_lazy("用短句说说讲了什么"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("全文"), required=False, max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("可以公开的正式文件才贴全文；不要贴个人信息。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("until_on") and not data.get("ended_by"):
            self.add_error("ended_by", _("填了停止日期，就要写由什么文件废止。"))
        return data

    def given(self) -> Given:
        data = dict(self.cleaned_data)
        data.pop("place")
        return Given(**{**data, "programmes": tuple(data["programmes"])})


def initial_of(row: Document) -> dict[str, Any]:
    """An entry as the beginning of the one that corrects it."""
    return {name: getattr(row, name) for name in (*DocumentForm.base_fields, "place", "programmes")}
