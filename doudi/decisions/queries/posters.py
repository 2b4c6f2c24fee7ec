"""The sheet for the village board: the published words of each family and nothing else."""

from typing import Any

from django.conf import settings

from doudi.accounts.queries import post_by_id
from doudi.applications.states import State
from doudi.common.clock import day_of
from doudi.common.money import yuan
from doudi.decisions.models import Posting, PostingLine
from doudi.decisions.queries.words import place_path, programme_name
from doudi.decisions.rules.postings import SheetRule, sheet_rule, shown_name
from doudi.decisions.states import PostingKind
from doudi.policies.rules.flows import flow_for
from doudi.ui.print import missing_glyphs, qr_svg
from doudi.ui.text import cn_date

HEADS = {"name": "申请人", "members": "人口（人）", "amount": "金额（元/月）"}


def rule_of(posting: Posting) -> SheetRule:
    return sheet_rule(posting.kind, posting.place.code, day_of(posting.prepared_at))


def days_of(posting: Posting) -> int:
    """Calendar days it hangs after the day of hanging."""
    days = rule_of(posting).days
    if days is not None:
        return days
    on = day_of(posting.prepared_at)
    return flow_for(posting.programme, posting.place.code, on).posting_days


def poster_data(posting: Posting) -> dict[str, Any]:
    """Plain values for `print/poster.typ`."""
    rule, programme = rule_of(posting), programme_name(posting.programme)
    before = posting.kind == PostingKind.BEFORE
    office = posting.office
    words = _lead_before if before else _lead_after
    return {
        "title": f"{programme}{'审核公示' if before else '确认公布'}",
        "number": f"{posting.place.code}-{posting.pk}",
        "office": office.name,
        "on": cn_date(posting.prepared_at),
        "lead": words(posting, programme),
        "head": ["序号", *(HEADS[field] for field in rule.fields)],
        "lines": _rows(posting, rule),
        "tail": _tail(posting, before),
        "days": f"从张贴第二天算起，共 {days_of(posting)} 天。",
        "hung": cn_date(posting.hung_on) if posting.hung_on else "",
        "until": cn_date(posting.until_on) if posting.until_on else "",
        "qr": qr_svg(f"{settings.DOUDI_PORTAL_URL}/postings/sheets/{posting.key}/"),
        "by_hand": any(missing_glyphs(line.name) for line in posting.lines.all()),
    }


def _rows(posting: Posting, rule: SheetRule) -> list[list[str]]:
    on = day_of(posting.prepared_at)
    return [
        [str(number), *cells(line, rule.fields, name=shown(line, rule.paper_name, on))]
        for number, line in numbered(posting)
    ]


def numbered(posting: Posting) -> list[tuple[int, PostingLine]]:
    """The families that still stand on it; each keeps the number that the paper gave it."""
    lines = posting.lines.select_related("request__application__applicant", "removal")
    rows = enumerate(lines.order_by("pk"), 1)
    return [(number, line) for number, line in rows if not is_off(line)]


def is_off(line: PostingLine) -> bool:
    """Taken off, or the family withdrew a moment ago."""
    withdrawn = line.request.application.state == State.WITHDRAWN
    return withdrawn or hasattr(line, "removal")


def same_names(posting: Posting) -> tuple[str, ...]:
    """Names that stand there twice: number, people and amount tell the families apart."""
    names = [line.name for _number, line in numbered(posting)]
    return tuple(sorted({name for name in names if names.count(name) > 1}))


def shown(line: PostingLine, how: str, on: Any) -> str:
    return shown_name(line.name, how, line.request.application.applicant.born_on, on)


def cells(line: PostingLine, fields: tuple[str, ...], *, name: str) -> list[str]:
    amount = "未定" if line.amount_fen is None else yuan(line.amount_fen)
    words = {"name": name, "members": str(line.members), "amount": amount}
    return [words[field] for field in fields]


def _lead_before(posting: Posting, programme: str) -> str:
    return (
        f"{place_path(posting.place)}下列家庭申请{programme}，经入户核实和经济状况核对，"
        "拟建议纳入，现予公示，听取大家意见。"
    )


def _lead_after(posting: Posting, programme: str) -> str:
    return f"{place_path(posting.place)}下列家庭经审核确认，已纳入{programme}，现予公布。"


def _tail(posting: Posting, before: bool) -> str:
    office = post_by_id(posting.prepared_by_id).office
    phone = office.phone or settings.DOUDI_HOTLINE
    if before:
        return (
            f"对公示家庭有不同意见的，请在公示期内写明事实，向{office.name}反映（电话 {phone}），"
            "也可以扫码提出。处理结果在本公开栏张贴，留姓名和联系方式的另行答复。"
        )
    return f"发现情况不实的，请向{office.name}反映，电话 {phone}。"
