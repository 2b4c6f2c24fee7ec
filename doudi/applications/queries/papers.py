"""Printed sheets of a case, found by their code, and the words on them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from doudi.applications.models import Application, Paper
from doudi.applications.queries.applications import listed, names_in
from doudi.applications.queries.declared import Item, items
from doudi.applications.queries.items import item_lines
from doudi.applications.queries.progress import place_name
from doudi.applications.rules.messages import programme_name
from doudi.applications.rules.papers import read_code, shown
from doudi.applications.rules.promises import promise_text
from doudi.applications.states import PaperKind
from doudi.common.money import yuan
from doudi.common.refusals import Refusal
from doudi.people.queries import address_of, authorisation_text, masked_number
from doudi.ui.context import hotline
from doudi.ui.print import qr_svg
from doudi.ui.text import cn_date


@dataclass(frozen=True)
class Sheet:
    """A printed sheet on a page; `scans` photographs of it came back signed."""

    code: str
    shown: str
    title: str
    name: str
    printed_at: datetime
    scans: int


def paper_by_code(text: str) -> Paper:
    """Raises Refusal (field "code") when it was misread or never printed."""
    code = read_code(text)
    if not code:
        sentence = _("编码不对：一共 8 位，没有 0、1、I、L、O。请对照纸上再输。")
        raise Refusal("paper.code", sentence, field="code")
    found = Paper.objects.filter(code=code).select_related(
        "application__place__parent", "application__household", "application__applicant",
        "application__started_by", "person",
    )  # fmt: skip
    paper = found.first()
    if paper is None:
        raise Refusal("paper.none", _("没有找到这个编码，请对照纸上再输。"), field="code")
    return paper


def sheets(application: Application, on: date) -> list[Sheet]:
    names = names_in(application, on)
    rows = application.papers.prefetch_related("scans").order_by("pk")
    return [_sheet(row, names) for row in rows]


def sheet(paper: Paper, on: date) -> Sheet:
    return _sheet(paper, names_in(paper.application, on))


def _sheet(row: Paper, names: dict[int, str]) -> Sheet:
    return Sheet(
        code=row.code,
        shown=shown(row.code),
        title=str(PaperKind(row.kind).label),
        name=names.get(row.person_id, "") if row.person_id else "",
        printed_at=row.printed_at,
        scans=len(row.scans.all()),
    )


def printed(paper: Paper, *, on: date, known: datetime, address: str) -> dict[str, Any]:
    """What stands on the sheet; `address` + code is behind the QR, on the officers' network."""
    application = paper.application
    names = names_in(application, on)
    common = {
        "code": shown(paper.code),
        "qr": qr_svg(f"{address}?code={paper.code}"),
        "number": application.number,
        "applicant": names.get(application.applicant_id, ""),
        "place": place_name(application),
        "programmes": "、".join(programme_name(r.programme) for r in application.requests.all()),
        "on": cn_date(on),
        "office": _("社会救助"),
        "hotline": hotline(),
    }
    return common | _words(paper, names, on, known)


def _words(paper: Paper, names: dict[int, str], on: date, known: datetime) -> dict[str, Any]:
    application = paper.application
    if paper.kind == PaperKind.LETTER:
        name = names.get(paper.person_id or 0, "")
        return {"signer": name, "text": authorisation_text(paper.text_version).splitlines()}
    if paper.kind == PaperKind.PROMISE:
        lines = item_lines(application, on)
        due = [[one.label, cn_date(one.due_on) if one.due_on else _("受理时告知")] for one in lines]
        return {"items": due, "text": promise_text(paper.text_version).splitlines()}
    if paper.kind == PaperKind.WITHDRAWAL:
        return {}
    return {
        "address": address_of(application.household),
        "registration": application.household.registration,
        "members": [
            [
                names.get(one.person.pk, one.name), one.relation_label,
                str(one.born_on or ""), masked_number(one.person),
            ]
            for one in listed(application, on)
        ],
        "items": [[one.label, names.get(one.person_id or 0, ""), _amount(one)]
                  for one in items(application, on=on, known=known)],
    }  # fmt: skip


def _amount(one: Item) -> str:
    if not one.known:
        return _("不清楚")
    if one.amount_fen is None:
        return _("%(n)s 个") % {"n": one.count}
    per = {"month": _("元/月"), "year": _("元/年")}.get(one.per, _("元"))
    return f"{yuan(one.amount_fen)} {per}"
