"""What a case page shows of a request: computation, criteria, opinion, sheet, decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.accounts.queries import post_by_id, shown_name
from doudi.accounts.states import Duty
from doudi.applications.models import Application, Request
from doudi.common.actors import Officer
from doudi.common.money import yuan
from doudi.common.workdays import add_workdays, workdays_left
from doudi.decisions.models import Assessment, Decision, Letter, Opinion, PostingLine
from doudi.decisions.queries import matters, standing
from doudi.decisions.queries.letters import names_in
from doudi.decisions.queries.said import said
from doudi.decisions.queries.words import programme_name
from doudi.decisions.rules import letters
from doudi.decisions.states import Outcome, PostingKind
from doudi.policies.queries.library import cites
from doudi.policies.rules.distance import distance
from doudi.ui.lines import CriterionRow, Entry, SheetLine
from doudi.ui.text import beijing_day


@dataclass(frozen=True)
class Assumed:
    """A parameter that nobody has confirmed for this place; shown as 假定."""

    key: str
    basis: str


@dataclass(frozen=True)
class Panel:
    request: Request
    programme: str
    assessment: Assessment | None
    sheet: tuple[SheetLine, ...]
    criteria: tuple[CriterionRow, ...]
    remarks: tuple[str, ...]
    assumed: tuple[Assumed, ...]
    rule_from: str
    opinion: Opinion | None
    opinion_by: str
    line: PostingLine | None
    published: PostingLine | None
    decision: Decision | None
    letter: Letter | None
    letter_left: int | None
    works: bool


WORKERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
    Duty.TOWN_DECIDER,
    Duty.COUNTY_REVIEWER,
    Duty.COUNTY_LEADER,
)


def panel(request: Request, *, on: date, by: Officer) -> Panel:
    """`by`: who looks; only those who work on it get the computation and the work page."""
    opinion, decision = standing.current_opinion(request), standing.current_decision(request)
    assessment = decision.assessment if decision else standing.newest_assessment(request)
    letter = standing.letter_of(request)
    result: dict[str, Any] = assessment.result if assessment else {}
    return Panel(
        request=request,
        programme=programme_name(request.programme),
        assessment=assessment,
        sheet=sheet_of(assessment) if assessment else (),
        criteria=criteria_of(assessment) if assessment else (),
        remarks=tuple(result.get("remarks", ())),
        assumed=assumed_of(assessment) if assessment else (),
        rule_from=assessment.rule.partition("/")[2].partition("@")[0] if assessment else "",
        opinion=opinion,
        opinion_by=_who(opinion.given_by_id) if opinion else "",
        line=standing.line_of(request),
        published=standing.line_of(request, PostingKind.AFTER),
        decision=decision,
        letter=letter,
        letter_left=letter_left(letter, on),
        works=by.duty in WORKERS,
    )


def sheet_of(assessment: Assessment) -> tuple[SheetLine, ...]:
    """Line by line with unit, source and as-of date; lines of 0.00 are left out."""
    names = names_in(assessment)
    rows = [
        row
        for row in assessment.result["sheet"]
        if row["amount_fen"] != 0 or row["role"] == "total"
    ]
    return tuple(_sheet_line(row, names) for row in rows)


def _sheet_line(row: dict[str, Any], names: dict[str, str]) -> SheetLine:
    unit = "元/月" if row["per"] == "month" else "元/年"
    source = f"{row['source']} · 截至 {row['as_of']} · " if row["source"] else ""
    fen = row["amount_fen"]
    return SheetLine(
        label=letters.named(row["label"], names),
        fen=fen,
        note=f"{source}{unit}",
        value="" if fen is not None else "未知",
        total=row["role"] == "total",
    )


def criteria_of(assessment: Assessment) -> tuple[CriterionRow, ...]:
    programme = assessment.rule.partition("/")[0]
    return tuple(_criterion(row, programme) for row in assessment.result["criteria"])


def _criterion(row: dict[str, Any], programme: str) -> CriterionRow:
    return CriterionRow(
        title=letters.plain(row["label"]),
        value=letters.measure(row["value"], row["unit"]),
        threshold=letters.measure(row["threshold"], row["unit"]),
        result=row["result"],
        article=row["article"],
        source=row["source"],
        distance=distance(row["value"], row["threshold"], row["unit"], row["result"]),
        cites=cites(row["article"], programme),
    )


def assumed_of(assessment: Assessment) -> tuple[Assumed, ...]:
    values = assessment.bundle.content["values"]
    keys = assessment.result["assumed"]
    return tuple(Assumed(key, str(values.get(key, {}).get("basis", ""))) for key in keys)


def letter_left(letter: Letter | None, on: date) -> int | None:
    """Working days until the letter must be with the family; None when it is, or none is due."""
    if letter is None or letter.served_on is not None:
        return None
    decision = letter.decision
    limit = matters.flow_at(decision.programme, decision.place, on).refusal_letter_workdays
    return workdays_left(on, add_workdays(beijing_day(letter.written_at), limit))


def timeline(application: Application) -> list[Entry]:
    """Opinion, sheets, decision and letter of every request, oldest first."""
    found: list[Entry] = []
    for request in application.requests.order_by("pk"):
        found += [*_opinions(request), *_sheets(request), *said(request), *_decision(request)]
    return found


def _opinions(request: Request) -> list[Entry]:
    rows = request.opinions.order_by("given_at")
    return [
        Entry(
            "审核意见",
            "idle" if row.superseded_at else "ok",
            row.given_at,
            str(row.get_recommendation_display()),
            _who(row.given_by_id),
        )
        for row in rows
    ]


def _sheets(request: Request) -> list[Entry]:
    found = []
    for line in request.posting_lines.select_related("posting__place").order_by("pk"):
        posting = line.posting
        if posting.hung_on is None or posting.kind == PostingKind.AFTER:
            continue
        kind = "ok" if posting.taken_down_at else "wait"
        text = f"{posting.place.name} · 到 {posting.until_on}"
        found.append(Entry("公示", kind, posting.hung_on, text, posting.early_reason))
    return found


def _decision(request: Request) -> list[Entry]:
    found = []
    for row in request.decisions.order_by("proposed_at"):
        outcome, who = str(row.get_outcome_display()), _who(row.proposed_by_id)
        found.append(Entry("拟定", "ok", row.proposed_at, outcome, who))
        if row.returned_at:
            found.append(Entry("退回", "bad", row.returned_at, row.returned_reason))
        if row.decided_at and row.decided_by_id:
            kind = "ok" if row.outcome == Outcome.GRANTED else "bad"
            found.append(Entry("确认", kind, row.decided_at, outcome, _who(row.decided_by_id)))
    letter = standing.letter_of(request)
    if letter and letter.served_on:
        found.append(Entry("送达", "ok", letter.served_on, str(letter.get_served_how_display())))
    return found


def _who(post_id: int) -> str:
    post = post_by_id(post_id)
    return f"{post.office.name} {shown_name(post)}"


@dataclass(frozen=True)
class ForFamily:
    """What the family may see of its request, in plain words."""

    request: Request
    programme: str
    posting: str
    outcome: str
    amount: str
    begins: date | None
    sheet: tuple[SheetLine, ...]
    letter: Letter | None


def for_family(request: Request) -> ForFamily:
    """Nothing of a proposal: a family learns of a decision, not of a draft."""
    decision = standing.current_decision(request)
    decided = decision if decision and decision.decided_at else None
    line = standing.line_of(request)
    return ForFamily(
        request=request,
        programme=programme_name(request.programme),
        posting=_posting_words(line) if decided is None else "",
        outcome=str(decided.get_outcome_display()) if decided else "",
        amount=yuan(decided.amount_fen) if decided and decided.amount_fen is not None else "",
        begins=decided.effective_from if decided else None,
        sheet=sheet_of(decided.assessment) if decided and decided.assessment else (),
        letter=standing.letter_of(request) if decided else None,
    )


def _posting_words(line: PostingLine | None) -> str:
    if line is None or line.posting.hung_on is None or line.posting.until_on is None:
        return ""
    until = line.posting.until_on
    return f"正在{line.posting.place.name}公示，到 {until.month} 月 {until.day} 日为止。"
