"""What a letter about a matter of an award says: the outcome, why, what was heard, remedies."""

from datetime import date
from typing import Any

from django.conf import settings

from doudi.common.clock import day_of
from doudi.decisions.models import Decision, Hearing, Letter
from doudi.decisions.queries import letters as of_request
from doudi.decisions.queries import matters
from doudi.decisions.queries.remedies import review_office, review_workdays
from doudi.decisions.queries.words import place_path, programme_name
from doudi.decisions.rules import letters, matter_letters
from doudi.decisions.states import Outcome
from doudi.people.queries import current_name, members
from doudi.ui.print import missing_glyphs, qr_svg
from doudi.ui.text import beijing_day, cn_date

FINDINGS = {Outcome.RAISED: "met", Outcome.REDUCED: "met", Outcome.UNCHANGED: "met"}


def letter_data(decision: Decision, number: str, code: str) -> dict[str, Any]:
    """Plain values for `print/matter.typ`. Raises AttributeError for an undecided decision."""
    if decision.decided_at is None:
        raise AttributeError("a letter is about a decided matter")
    name = addressee(decision)
    before = matters.before(decision)
    result = decision.assessment.result if decision.assessment else None
    programme = programme_name(decision.programme)
    return {
        "title": letters.title(decision.outcome, programme),
        "granted": False,
        "number": number,
        "office": decision.office.name,
        "on": cn_date(decision.decided_at),
        "name": name,
        "place": place_path(decision.place),
        "programme": programme,
        "laws": "、".join(letters.citations(_articles(decision, result))),
        "statement": matter_letters.statement(
            decision.outcome, programme, decision.amount_fen,
            before.amount_fen if before else None, decision.effective_from,
        ),
        "reasons": _reasons(decision, result),
        "reason": decision.reason,
        "heard": [_heard(row) for row in matters.hearings_of(decision.matter)],
        "sheet": _sheet(decision),
        "data": of_request.data_words(decision.assessment) if decision.assessment else "",
        "review_days": letters.REVIEW_DAYS,
        "review_body": of_request.review_body(decision.place),
        "look_again": review_office(decision.place, day_of(decision.decided_at)),
        "look_again_days": review_workdays(decision),
        "qr": qr_svg(f"{settings.DOUDI_PORTAL_URL}/decisions/letters/{code}/"),
        "hotline": settings.DOUDI_HOTLINE,
        "by_hand": bool(missing_glyphs(name)),
    }  # fmt: skip


def letter_words(letter: Letter) -> dict[str, Any]:
    """Any letter's text for the family's screen: the same words as on the paper."""
    data = of_request.letter_data if letter.decision.request_id else letter_data
    return data(letter.decision, letter.number, letter.code)


def addressee(decision: Decision) -> str:
    """The family's head as of the decision; the household itself when nobody is left."""
    on = beijing_day(decision.decided_at or decision.proposed_at)
    found = members(decision.household, on)
    heads = [one for one in found if one.relation == "self"] or list(found)
    return heads[0].name if heads else _last_name(decision, on)


def _last_name(decision: Decision, on: date) -> str:
    rows = decision.household.memberships.filter(superseded_at__isnull=True).order_by("-pk")
    last = rows.select_related("person").first()
    return f"{current_name(last.person)}的家人" if last else ""


def _articles(decision: Decision, result: dict[str, Any] | None) -> list[str]:
    found = [matter_letters.ARTICLES[decision.outcome]]
    if result is not None:
        found += [row["article"] for row in result["criteria"]]
    return found


def _reasons(decision: Decision, result: dict[str, Any] | None) -> list[str]:
    if result is None:
        return []
    wanted = FINDINGS.get(Outcome(decision.outcome), "not_met")
    return list(letters.reasons(result, wanted))


def _heard(row: Hearing) -> str:
    who = current_name(row.heard) if row.heard else ""
    return matter_letters.heard(row.get_way_display(), cn_date(row.held_on), who, row.said)


def _sheet(decision: Decision) -> list[dict[str, Any]]:
    if decision.assessment is None:
        return []
    return of_request.sheet_rows(decision.assessment)
