"""The components of both faces. Usage of each: doudi/ui/README.md; sight of each: the gallery."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    RadioSelect,
    Select,
)
from django.template import Context
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doudi.common.identity import mask_name
from doudi.common.money import yuan as yuan_text
from doudi.common.refusals import Refusal
from doudi.ui import context as page_context
from doudi.ui import text as texts
from doudi.ui.access import opens_for
from doudi.ui.nav import NavGroup, current_url
from doudi.ui.said import said as said_text

register = template.Library()

KINDS = frozenset({"ok", "wait", "bad", "idle", "info"})
RESULTS = {"met": ("符合", "ok"), "not_met": ("不符合", "bad"), "unknown": ("未知", "idle")}
BUTTONS = {
    "primary": "btn btn-primary dd-button primary",
    "plain": "btn dd-button plain",
    "warm": "btn btn-warm dd-button warm",
    "danger": "btn btn-outline-danger dd-button danger",
}


# Words, numbers, dates


@register.simple_tag
def state(word: str, kind: str = "idle") -> SafeString:
    """A pill with a word; raises ValueError for a kind that has no colour."""
    if kind not in KINDS:
        raise ValueError(f"state kind {kind!r} is none of {sorted(KINDS)}")
    return format_html('<span class="dd-state {}">{}</span>', kind, said_text(word))


@register.filter
def said(text: object) -> str:
    """A text of a data file, a rule or a stored record, in the reader's language."""
    return said_text(text) if text else ""


@register.simple_tag
def unknown(word: str = "") -> SafeString:
    return format_html(
        '<span class="dd-state idle unknown">{}</span>', said_text(word or _("未知"))
    )


@register.simple_tag
def money(fen: int | None, unit: str = "") -> SafeString:
    """Yuan with two decimals; None is unknown, never empty or zero."""
    if fen is None:
        return unknown()
    tail = format_html(' <span class="dd-unit">{}</span>', said_text(unit)) if unit else ""
    return format_html('<span class="dd-money">{}{}</span>', yuan(fen), tail)


@register.filter
def yuan(fen: int | None) -> str:
    if fen is None:
        return _("未知")
    return yuan_text(fen).replace("-", "− ")


@register.simple_tag(takes_context=True)
def source(
    context: Context, text: str, as_of: date | datetime | None = None, stale_days: int = 0
) -> SafeString:
    """Where a number comes from and as of when; stale in words when `stale_days` are over."""
    day = _("截至日期不详")
    if as_of is not None:
        shown = texts.page_day(as_of) if context.get("face") == "phone" else iso_day(as_of)
        day = _("截至 %(day)s") % {"day": shown}
    stale = ""
    if stale_days:
        words = _("已过更新期 %(days)s 天") % {"days": stale_days}
        stale = format_html(' · <span class="dd-stale">{}</span>', words)
    return format_html('<span class="dd-source">{} · {}{}</span>', said_text(text), day, stale)


@register.simple_tag
def left(workdays: int | None) -> SafeString:
    kind = texts.left_kind(workdays)
    return format_html('<span class="dd-left {}">{}</span>', kind, texts.left_text(workdays))


@register.simple_tag
def hotline() -> SafeString:
    number = page_context.hotline()
    return format_html('<a class="dd-hotline" href="tel:{}">{}</a>', number, number)


@register.filter
def masked(name: str) -> str:
    return mask_name(str(name)) if name else ""


@register.filter
def iso_day(value: date | datetime | None) -> str:
    return texts.beijing_day(value).isoformat() if value else ""


@register.filter
def iso_moment(value: datetime | None) -> str:
    return texts.iso_moment(value) if value else ""


@register.filter
def cn_day(value: date | datetime | None) -> str:
    return texts.page_day(value) if value else ""


@register.filter
def cn_date(value: date | datetime | None) -> str:
    return texts.page_date(value) if value else ""


@register.filter
def cn_moment(value: datetime | None) -> str:
    return texts.page_moment(value) if value else ""


@register.filter
def written(text: object) -> object:
    """The law's own words, an official text or a sent message: never translated, but marked."""
    if not text or get_language() == settings.LANGUAGE_CODE:
        return text or ""
    return format_html('<span lang="zh-Hans">{}</span>', text)


@register.filter
def official(paragraphs: SafeString) -> SafeString:
    """An official text in paragraphs: not ours to translate, so a line says why it is Chinese."""
    if get_language() == settings.LANGUAGE_CODE:
        return paragraphs
    note = _("这是正式文本，只有中文。看不懂的，请工作人员讲给您听。")
    return format_html('<p class="dd-note">{}</p><div lang="zh-Hans">{}</div>', note, paragraphs)


# Forms


@register.simple_tag
def request_key() -> SafeString:
    """The hidden key by which a repeated POST gets the first answer."""
    return format_html('<input type="hidden" name="_key" value="{}">', uuid4())


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, unit: str = "") -> dict[str, Any]:
    widget = bound.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    single = isinstance(widget, CheckboxInput)
    widget.attrs.setdefault("class", _widget_class(bound, ticked=group or single))
    _say_choices(widget)
    return {
        "bound": bound,
        "unit": said_text(unit),
        "group": group,
        "single": single,
        "described_by": bound.aria_describedby,
        "faults": faults_of(bound),
    }


def _say_choices(widget: Any) -> None:
    """Choices that come of data are said in the reader's language; Chinese needs no change."""
    if hasattr(widget, "choices") and get_language() != settings.LANGUAGE_CODE:
        widget.choices = _in_words(widget.choices)


def _in_words(choices: Any) -> list[Any]:
    return [
        (value, _in_words(label) if isinstance(label, list | tuple) else said_text(label))
        for value, label in choices
    ]


def faults_of(bound: BoundField) -> list[str]:
    """The messages of a field; the bare "required" becomes a sentence that names the field."""
    listed = isinstance(bound.field.widget, Select | RadioSelect | CheckboxSelectMultiple)
    plain = _("请选择“%(label)s”。") if listed else _("请填写“%(label)s”。")
    if isinstance(bound.field.widget, CheckboxInput):
        plain = _("请先勾选“%(label)s”。")
    default = Field.default_error_messages["required"]
    return [
        plain % {"label": said_text(bound.label)} if message == default else said_text(message)
        for message in bound.errors
    ]


def _widget_class(bound: BoundField, *, ticked: bool) -> str:
    if ticked:
        return "form-check-input"
    wrong = " is-invalid" if bound.errors else ""
    listed = isinstance(bound.field.widget, Select)
    return ("form-select" if listed else "form-control") + wrong


@register.inclusion_tag("ui/components/errors.html")
def errors(form: BaseForm | None = None, refusal: Refusal | None = None) -> dict[str, Any]:
    """All faults of a form at its top, each a link to its field."""
    general = list(form.non_field_errors()) if form is not None else []
    if refusal:
        general.append(getattr(refusal, "sentence", str(refusal)))
    general = [said_text(sentence) for sentence in general]
    wrong = [(bound, faults_of(bound)) for bound in form or () if bound.errors]
    return {"general": general, "wrong": wrong}


@register.inclusion_tag("ui/components/button.html")
def button(
    text: str,
    reason: Refusal | str | None = None,
    kind: str = "primary",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A submit button; with a reason it is disabled and says why beside it."""
    return {
        "text": said_text(text),
        "look": BUTTONS[kind],
        "name": name,
        "value": value,
        "why": said_text(getattr(reason, "sentence", str(reason))) if reason else "",
        "why_id": f"why-{uuid4().hex[:8]}",
    }


@register.inclusion_tag("ui/components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    url: str,
    text: str,
    reason: Refusal | str | None = None,
    kind: str = "primary",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A whole form with one button, for an act that needs no further words."""
    shown = button(text, reason, kind, name, value)
    return {**shown, "url": url, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def link_button(url: str, text: str, kind: str = "plain") -> SafeString:
    return format_html('<a class="{}" href="{}">{}</a>', BUTTONS[kind], url, said_text(text))


@register.simple_tag(takes_context=True)
def mine(context: Context, name: str, *args: Any) -> str:
    """The address, or nothing where the reading officer's duty does not open it: no dead links."""
    url = reverse(name, args=args)
    officer = getattr(context["request"], "officer", None)
    return url if opens_for(getattr(officer, "duty", ""), resolve(url).func) else ""


@register.inclusion_tag("ui/components/signature.html")
def signature(
    name: str, label: str = "", value: str = "", in_person: bool = True
) -> dict[str, Any]:
    """A pad for finger, mouse or pen; without a hand or JavaScript, the tick beside it."""
    kept = value if str(value).startswith("data:image/png;base64,") else ""
    return {"name": name, "label": label or _("签名"), "value": kept, "in_person": in_person}


# Blocks


@register.inclusion_tag("ui/components/sheet.html")
def sheet(lines: Sequence[Any], check: bool = False, caption: str = "") -> dict[str, Any]:
    """An amount sheet; `check` compares the lines with the total line and says a difference."""
    rows = [_SheetRow(line) for line in lines]
    parts = [row.fen or 0 for row in rows if not row.total]
    totals = [row.fen for row in rows if row.total]
    differs = check and bool(totals) and sum(parts) != totals[-1]
    return {"rows": rows, "differs": differs, "caption": caption or _("金额计算")}


class _SheetRow:
    def __init__(self, line: Any) -> None:
        self.label = said_text(_of(line, "label"))
        self.fen = _of(line, "fen")
        self.note = said_text(_of(line, "note") or "")
        self.value = said_text(_of(line, "value") or "")
        self.total = bool(_of(line, "total"))


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


@register.inclusion_tag("ui/components/criteria.html")
def criteria(rows: Sequence[Any], caption: str = "") -> dict[str, Any]:
    shown = [(row, *_result(_of(row, "result"))) for row in rows]
    return {"rows": shown, "caption": caption or _("认定条件")}


def _result(result: str | None) -> tuple[str, str]:
    if result is None:
        return _("待核实"), "wait"
    word, kind = RESULTS[str(result)]
    return _(word), kind


@register.inclusion_tag("ui/components/steps.html")
def steps(steps: Sequence[Any]) -> dict[str, Any]:
    states = [_of(step, "state") for step in steps]
    at = next((index for index, word in enumerate(states) if word != "done"), len(states))
    finished = at == len(states)
    return {
        "steps": steps,
        "at": at + 1,
        "now": None if finished else steps[at],
        "finished": finished,
    }


@register.inclusion_tag("ui/components/timeline.html", takes_context=True)
def timeline(context: Context, entries: Sequence[Any]) -> dict[str, Any]:
    return {"entries": entries, "face": context.get("face")}


@register.inclusion_tag("ui/components/empty.html")
def empty(text: str, next_step: str = "") -> dict[str, Any]:
    return {"text": said_text(text), "next_step": said_text(next_step)}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: Context, page: Page) -> dict[str, Any]:
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("ui/components/progress.html")
def progress(done: int, total: int, text: str = "") -> dict[str, Any]:
    """Long work: how much is done and what remains."""
    return {"done": done, "total": total, "rest": max(0, total - done), "text": text or _("进度")}


@register.inclusion_tag("ui/components/nav.html", takes_context=True)
def nav_groups(context: Context, groups: Sequence[NavGroup] | None) -> dict[str, Any]:
    """The navigation a door passed in, with the current item marked."""
    request = context.get("request")
    path = request.path if request else ""
    return {"groups": groups or (), "current": current_url(groups or (), path)}
