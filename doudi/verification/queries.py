"""Reading checks: whole, as a panel, as a timeline, as the data of the printed report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.identity import mask_name
from doudi.common.money import yuan
from doudi.common.remembered import remembered_until_written
from doudi.facts.models import Fact
from doudi.facts.states import SourceKind
from doudi.files.queries import open_file
from doudi.people.models import Household, Membership
from doudi.people.queries import MemberView, excused, members, names_of
from doudi.policies.queries import bundle_for
from doudi.policies.rules.parameters import ParameterFault
from doudi.ui.lines import Entry
from doudi.verification import rules
from doudi.verification.models import Answer, Check
from doudi.verification.states import FINAL, PILLS, AnswerState, Conclusion

CONCLUSION_PILLS = {"within": "ok", "over": "bad", "needs_review": "wait"}


@dataclass(frozen=True)
class Slot:
    """One value to be entered: a field for one person, or for the household (None)."""

    given: rules.Field
    person_id: int | None
    name: str


@dataclass(frozen=True)
class ValueView:
    """One value as shown: `text` is ready to read; `is_unknown` shows the grey pill instead."""

    label: str
    name: str
    text: str
    is_unknown: bool


@dataclass(frozen=True)
class SourceView:
    """One source with its answer, if any; `word` and `pill` say its state."""

    source: rules.Source
    answer: Answer | None
    word: str
    pill: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True)
class Panel:
    """The check of a household for a case page; `check` is None where none was asked."""

    check: Check | None
    sources: tuple[SourceView, ...] = ()
    answered: int = 0
    unanswered: int = 0
    word: str = ""
    pill: str = "idle"


def open_check(household: Household, purpose: str = "") -> Check | None:
    found = Check.objects.filter(household=household, reported_at__isnull=True)
    return (found.filter(purpose=purpose) if purpose else found).order_by("-pk").first()


def latest_check(household: Household) -> Check | None:
    return Check.objects.filter(household=household).order_by("-requested_at", "-pk").first()


def latest_report(household: Household, since: datetime | None = None) -> Check | None:
    """The newest issued report; `since`: only one requested at or after this moment."""
    found = Check.objects.filter(household=household, reported_at__isnull=False)
    if since is not None:
        found = found.filter(requested_at__gte=since)
    return found.order_by("-reported_at", "-pk").first()


def current_answers(check: Check) -> QuerySet[Answer]:
    return Answer.objects.filter(check_made=check, superseded_at__isnull=True)


def superseded_answers(check: Check) -> QuerySet[Answer]:
    """What was said and put right later, newest first."""
    found = Answer.objects.filter(check_made=check, superseded_at__isnull=False)
    return found.exclude(state=AnswerState.ASKED).order_by("-pk")


def corrected(check: Check) -> list[tuple[str, Answer]]:
    """The superseded answers with the name of their source."""
    names = {source.code: source.name for source in rules.sources()}
    return [(names.get(one.source, ""), one) for one in superseded_answers(check)]


def slots(household: Household, source: rules.Source, on: date) -> list[Slot]:
    """What a source is asked: each field for each adult, each member, or the household.

    Nobody is asked about a member whose signature is excused: there is no authorisation for it.
    """
    left_out = excused(household, on)
    people = [one for one in members(household, on) if one.person.pk not in left_out]
    found: list[Slot] = []
    for given in source.fields:
        if given.per == "household":
            found.append(Slot(given, None, ""))
        else:
            asked = (m for m in people if given.per == "member" or m.is_adult)
            found += [Slot(given, m.person.pk, m.name) for m in asked]
    return found


def not_asked_about(household: Household, on: date) -> list[MemberView]:
    """Members whose signature is excused: what sources would know of them stays unknown."""
    left_out = excused(household, on)
    return [one for one in members(household, on) if one.person.pk in left_out]


def checks_for(by: Officer, on: date, state: str = "") -> QuerySet[Check]:
    """Checks of the places that the post covers, the most urgent first.

    `state`: "" all open, "new" not yet started, "late" past the day, "reported" issued.
    """
    found = _under(by, on).filter(reported_at__isnull=state != "reported")
    current = Q(answers__superseded_at__isnull=True)
    final = current & Q(answers__state__in=FINAL)
    found = found.annotate(
        asked=Count("answers", filter=current), answered=Count("answers", filter=final)
    ).select_related("household__place")
    if state == "new":
        found = found.filter(asked=0)
    if state == "late":
        found = found.filter(due_on__lt=on)
    order = ("-reported_at",) if state == "reported" else ("due_on", "pk")
    return found.order_by(*order)


@dataclass(frozen=True)
class Counts:
    open: int
    new: int
    late: int


def counts(by: Officer, on: date) -> Counts:
    """One query over the checks whose report is not out, for the filters of the list."""
    started = Answer.objects.filter(check_made=OuterRef("pk"))
    return Counts(
        **_under(by, on)
        .filter(reported_at__isnull=True)
        .aggregate(
            open=Count("pk"),
            new=Count("pk", filter=~Exists(started)),
            late=Count("pk", filter=Q(due_on__lt=on)),
        )
    )


def reported(by: Officer, on: date) -> QuerySet[Check]:
    return _under(by, on).filter(reported_at__isnull=False)


def to_report(by: Officer, on: date) -> tuple[int, int]:
    """Checks whose report is not out, and how many of them are late: one query over those alone."""
    found = _under(by, on).filter(reported_at__isnull=True)
    counted = found.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    return counted["open"], counted["late"]


def _under(by: Officer, on: date) -> QuerySet[Check]:
    return Check.objects.filter(under(place_codes(by, on), "household__place__code"))


def heads(household_ids: list[int], on: date) -> dict[int, tuple[str, int]]:
    """The applicant's name and the number of members, by household, in two queries."""
    rows = Membership.objects.filter(
        household_id__in=household_ids, superseded_at__isnull=True, period__contains=on
    ).values_list("household_id", "person_id", "relation")
    names = names_of({person for _h, person, _r in rows})
    people: dict[int, set[int]] = {}
    applicants: dict[int, str] = {}
    for household, person, relation in rows:
        people.setdefault(household, set()).add(person)
        if relation == "self":
            applicants[household] = names.get(person, "")
    return {key: (applicants.get(key, ""), len(found)) for key, found in people.items()}


def facts_of(check: Check) -> QuerySet[Fact]:
    """Current facts that the answers of this check made."""
    keys = [str(pk) for pk in current_answers(check).values_list("pk", flat=True)]
    return Fact.objects.filter(
        household=check.household,
        source_kind=SourceKind.BY_HAND,
        source_key__in=keys,
    ).order_by("pk")


@remembered_until_written
def sources_of(check: Check) -> tuple[SourceView, ...]:
    """Every source in the order of the report, asked or not, with the values it gave."""
    answers = {answer.source: answer for answer in current_answers(check)}
    facts = list(facts_of(check))
    names = names_of({fact.person_id for fact in facts if fact.person_id})
    return tuple(
        _view(source, answers.get(source.code), facts, names) for source in rules.sources()
    )


def _view(
    source: rules.Source, answer: Answer | None, facts: list[Fact], names: Mapping[int, str]
) -> SourceView:
    if answer is None:
        return SourceView(source, None, _("未查询"), "idle", ())
    mine = [fact for fact in facts if fact.source_key == str(answer.pk)]
    state = AnswerState(answer.state)
    values = tuple(_value(source, fact, names) for fact in mine)
    return SourceView(source, answer, str(state.label), PILLS[state], values)


def _value(source: rules.Source, fact: Fact, names: Mapping[int, str]) -> ValueView:
    given = next(
        one
        for one in source.fields
        if one.attribute == fact.attribute and rules.item_of(source, one) == fact.item
    )
    name = names.get(fact.person_id, "") if fact.person_id else ""
    return ValueView(given.label, name, _text(given, fact.value), bool(fact.unknown))


def _text(given: rules.Field, value: Any) -> str:
    if value is None:
        return _("未知")
    if given.kind == "money":
        return _("%(yuan)s 元") % {"yuan": yuan(value["amount_fen"])}
    if given.kind == "count":
        return str(value.get("count", 0))
    code = value if isinstance(value, str) else f"{value['kind']}-{value.get('level', '')}"
    return given.choices.get(code.removesuffix("-"), code)


def panel(household: Household) -> Panel:
    """The newest check with its sources, for a case page (`verification/_panel.html`)."""
    check = latest_check(household)
    return panel_of(check) if check else Panel(None)


def panel_of(check: Check) -> Panel:
    shown = sources_of(check)
    answered = sum(1 for one in shown if one.pill in {"ok", "info"})
    if check.reported_at:
        word, pill = str(Conclusion(check.conclusion).label), CONCLUSION_PILLS[check.conclusion]
    else:
        word, pill = _("核对中"), "wait"
    return Panel(check, shown, answered, len(shown) - answered, word, pill)


def timeline(household: Household) -> list[Entry]:
    found: list[Entry] = []
    for check in Check.objects.filter(household=household).order_by("pk"):
        due = _("应于 %(day)s 前出具报告") % {"day": check.due_on.isoformat()}
        found.append(Entry(_("发起核对"), "info", check.requested_at, _("经济状况核对"), due))
        if check.reported_at:
            word = str(Conclusion(check.conclusion).label)
            found.append(Entry(_("核对报告"), "ok", check.reported_at, word, check.number))
    return found


def conclusion_of(check: Check, on: date) -> str:
    """within, over or needs_review, from the gross known values of this check."""
    facts = list(facts_of(check))
    known = rules.Known(
        income_fen=_sum(facts, "income."),
        financial_fen=_sum(facts, "asset.financial"),
        people=len(members(check.household, on)),
        has_unknown=any(one.pill not in {"ok", "info"} for one in sources_of(check))
        or any(fact.unknown for fact in facts)
        or bool(not_asked_about(check.household, on)),
    )
    return rules.conclude(known, _limits(check.household, on))


def _sum(facts: list[Fact], prefix: str) -> int:
    skipped = {one.item_code for s in rules.sources() for one in s.fields if not one.counted}
    found = [fact.value for fact in facts if fact.value and fact.attribute.startswith(prefix)]
    return sum(value["amount_fen"] for value in found if value["code"] not in skipped)


def _limits(household: Household, on: date) -> rules.Limits:
    """The place's dibao standard a year and its limit of financial assets a head."""
    try:
        bundle = bundle_for(household.place.code, on)
        standard = bundle.value(f"dibao.standard.{household.registration}")
        months = int(bundle.value("property.financial.months"))
    except ParameterFault:
        return rules.Limits()
    times = 12 if standard["period"] == "month" else 1
    year = int(standard["amount_fen"]) * times
    return rules.Limits(year, year * months // 12)


def report_data(check: Check) -> dict[str, Any]:
    """What the printed report says; names are masked, numbers and addresses left out."""
    office = check.reported_by.office.name if check.reported_by else ""
    on = day_of(check.reported_at) if check.reported_at else day_of(check.requested_at)
    people = members(check.household, on)
    return {
        "office": office,
        "on": on.isoformat(),
        "number": check.number,
        "place": check.household.place.name,
        "requested": day_of(check.requested_at).isoformat(),
        "conclusion": str(Conclusion(check.conclusion).label),
        "members": "、".join(f"{mask_name(m.name)}（{m.relation_label}）" for m in people),
        "not_asked": "、".join(mask_name(m.name) for m in not_asked_about(check.household, on)),
        "sources": [_row(one) for one in sources_of(check)],
    }


def _row(view: SourceView) -> dict[str, str]:
    lines = [f"{mask_name(v.name) if v.name else ''} {v.label}：{v.text}" for v in view.values]
    as_of = view.answer.as_of if view.answer else None
    return {
        "name": view.source.name,
        "state": view.word,
        "as_of": as_of.isoformat() if as_of else "—",
        "values": "\n".join(lines) or "—",
        "note": view.answer.note if view.answer else "",
    }


def report_content(check: Check) -> bytes:
    if check.report is None:
        raise LookupError(check.number)
    return open_file(check.report)
