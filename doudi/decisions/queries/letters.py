"""What a letter says, drawn from the decision and its stored assessment."""

from datetime import date
from typing import Any

from django.conf import settings

from doudi.accounts.models import Place
from doudi.common.clock import day_of
from doudi.common.money import yuan
from doudi.decisions.models import Assessment, Decision
from doudi.decisions.queries.remedies import review_office, review_workdays
from doudi.decisions.queries.words import district_of, place_path, programme_name
from doudi.decisions.rules import letters
from doudi.decisions.states import Outcome
from doudi.facts.queries import person_id
from doudi.people.queries import current_name, names_of
from doudi.ui.print import missing_glyphs, qr_svg
from doudi.ui.text import cn_date


def letter_data(decision: Decision, number: str, code: str) -> dict[str, Any]:
    """Plain values for `print/letter.typ`. Raises AttributeError for an undecided decision."""
    request = decision.request
    assessment = decision.assessment
    if request is None or assessment is None or decision.decided_at is None:
        raise AttributeError("a letter is about a decided request")
    application, result = request.application, assessment.result
    granted = decision.outcome == Outcome.GRANTED
    programme = programme_name(decision.programme)
    return {
        "title": letters.title(decision.outcome, programme),
        "granted": granted,
        "number": number,
        "office": decision.office.name,
        "on": cn_date(decision.decided_at),
        "name": current_name(application.applicant),
        "place": place_path(application.place),
        "programme": programme,
        "asked_on": cn_date(day_of(application.submitted_at or application.started_at)),
        "receipt": application.receipt_number or "",
        "laws": "、".join(letters.citations(_articles(result, granted))),
        "people": result["people"] or 0,
        "reasons": list(letters.reasons(result, "met" if granted else "not_met")),
        "reason": decision.reason,
        "amount": "" if decision.amount_fen is None else yuan(decision.amount_fen),
        "from": _month(decision.effective_from),
        "sheet": sheet_rows(assessment),
        "data": data_words(assessment),
        "review_days": letters.REVIEW_DAYS,
        "review_body": review_body(application.place),
        "look_again": review_office(application.place, day_of(decision.decided_at)),
        "look_again_days": review_workdays(decision),
        "qr": qr_svg(f"{settings.DOUDI_PORTAL_URL}/decisions/letters/{code}/"),
        "hotline": settings.DOUDI_HOTLINE,
        "by_hand": bool(missing_glyphs("".join(names_in(assessment).values()))),
    }


def _articles(result: dict[str, Any], granted: bool) -> list[str]:
    wanted = "met" if granted else "not_met"
    found = [row["article"] for row in result["criteria"] if row["result"] == wanted]
    return found or [row["article"] for row in result["criteria"]]


def sheet_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """The stored amount sheet as `print/letter.typ` prints it."""
    return [
        {
            "label": line.label,
            "value": f"{line.amount} {line.per}",
            "note": line.source,
            "total": line.total,
        }
        for line in letters.sheet_lines(assessment.result, names_in(assessment))
    ]


def names_in(assessment: Assessment) -> dict[str, str]:
    """Member id of the case → name."""
    ids = {one["id"]: person_id(one["id"]) for one in assessment.case["members"]}
    names = names_of(ids.values())
    return {member: names.get(person, "") for member, person in ids.items()}


def data_words(stored: Assessment) -> str:
    """Which facts and parameters it was computed with, so that it can be computed again."""
    return f"规则 {stored.rule}，参数 {stored.bundle_id[:12]}，数据 {stored.snapshot_id[:12]}"


def _month(day: date | None) -> str:
    return f"{day.year} 年 {day.month} 月" if day else ""


def review_body(place: Place) -> str:
    """行政复议机关: the government of the district, for its bureau and for its towns alike."""
    district = district_of(place)
    city = district.parent.name if district.parent is not None else ""
    return f"{city}{district.name}人民政府"
