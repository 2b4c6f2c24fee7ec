"""A check from the request to the report. Answers are entered by hand, source by source."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.facts.actions import state as state_fact
from doudi.facts.states import SourceKind, Unknown
from doudi.files.actions import store
from doudi.journal.actions import note as journal_note
from doudi.people.models import Household, Person
from doudi.people.queries import members
from doudi.ui.print import render_pdf
from doudi.verification import guards, queries, rules
from doudi.verification.models import Answer, Check
from doudi.verification.states import FINAL, AnswerState

Values = Mapping[tuple[str, int | None], rules.Entered]
REPORT = Path(__file__).parent / "print" / "report.typ"


@action
def request_check(*, household: Household, purpose: str, by: Officer, at: datetime) -> Check:
    """Asks the verification office for a report, due in 7 working days.

    Refused while a check for the purpose is open, or while an adult's authorisation is missing.
    """
    on = day_of(at)
    Household.objects.select_for_update().get(pk=household.pk)
    guards.check_can_request(by, household, on)
    if queries.open_check(household, purpose) is not None:
        raise Refusal("check.open", _("这个家庭已有一次未完成的核对，请等报告出具后再发起。"))
    check_id = _next_id()
    check = Check.objects.create(
        pk=check_id,
        number=f"HD{on:%Y%m%d}{check_id:06d}",
        household=household,
        purpose=purpose,
        requested_at=at,
        requested_by_id=by.post_id,
        due_on=add_workdays(on, rules.REPORT_WORKDAYS),
    )
    record(by=by, at=at, verb="request", noun="check", key=check.pk, household=household.pk)
    return check


@action
def expect_visit(*, household: Household, expected: bool, by: Officer, at: datetime) -> None:
    """Whether a visit has still to be planned after the checks that were asked for by now."""
    asked = Check.objects.filter(household=household, requested_at__lte=at)
    for check in asked.exclude(to_visit=expected):
        check.to_visit = expected
        check.save(update_fields=["to_visit"])
        record(by=by, at=at, verb="expect_visit", noun="check", key=check.pk, expected=expected)


def _next_id() -> int:
    """The number of a check carries its key, so the key is drawn before the row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('verification_check', 'id'))")
        return int(cursor.fetchone()[0])


@action
def start(*, check: Check, by: Officer, at: datetime) -> list[Answer]:
    """Notes that every source not yet asked has been written to (within 3 working days)."""
    check = _locked(check)
    guards.check_can_record(by, check, day_of(at))
    asked = set(queries.current_answers(check).values_list("source", flat=True))
    made = [
        _write(check, source.code, AnswerState.ASKED, None, "", by, at)
        for source in rules.sources()
        if source.code not in asked
    ]
    if made:
        record(by=by, at=at, verb="start", noun="check", key=check.pk, sources=len(made))
    return made


@action
def record_answer(
    *,
    check: Check,
    source: str,
    state: str,
    as_of: date | None = None,
    values: Values | None = None,
    note: str = "",
    by: Officer,
    at: datetime,
) -> Answer:
    """Enters, or puts right, what one source said; the earlier answer stays, superseded.

    `values`: (field, person id or None for the household) → fen a year, a count, or a code. A
    field left out of an answer is unknown. `as_of` is needed where something is known.
    """
    check = _locked(check)
    on = day_of(at)
    guards.check_can_record(by, check, on)
    asked = _source(source)
    slots = queries.slots(check.household, asked, on)
    _check_answer(asked, state, as_of, values or {}, slots, on)
    answer = _write(check, source, state, as_of, note, by, at)
    if state in FINAL:
        _state_facts(answer, asked, slots, values or {}, by, at)
    record(
        by=by,
        at=at,
        verb="record_answer",
        noun="check",
        key=check.pk,
        source=source,
        state=str(state),
    )
    return answer


def _locked(check: Check) -> Check:
    return (
        Check.objects.select_for_update(of=("self",))
        .select_related("household", "household__place")
        .get(pk=check.pk)
    )


def _source(code: str) -> rules.Source:
    found = rules.source_of(code)
    if found is None:
        raise Refusal("check.source", _("没有这个核对来源，请从列表中选择。"), field="source")
    return found


def _check_answer(
    source: rules.Source,
    state: str,
    as_of: date | None,
    values: Values,
    slots: list[queries.Slot],
    on: date,
) -> None:
    known = state in {AnswerState.ANSWERED, AnswerState.NO_RECORD}
    if state not in AnswerState.values:
        raise Refusal("check.state", _("请选择该来源的回复情况。"), field="state")
    if known and as_of is None:
        raise Refusal("check.as_of", _("请填写数据截至日期。"), field="as_of")
    if as_of is not None and as_of > on:
        raise Refusal("check.as_of_future", _("数据截至日期不能晚于今天。"), field="as_of")
    if values and state != AnswerState.ANSWERED:
        raise Refusal(
            "check.values", _("只有“已回复”才能填写数值，请改选或清空数值。"), field="state"
        )
    fields = {(slot.given.code, slot.person_id): slot.given for slot in slots}
    for place, entered in values.items():
        if place not in fields or not rules.is_fit(fields[place], entered):
            raise Refusal(
                "check.value", _("有一项数值不在可填写的范围内，请核对。"), field=place[0]
            )


def _write(
    check: Check,
    source: str,
    state: str,
    as_of: date | None,
    note: str,
    by: Officer,
    at: datetime,
) -> Answer:
    queries.current_answers(check).filter(source=source).update(superseded_at=at)
    return Answer.objects.create(
        check_made=check,
        source=source,
        state=state,
        as_of=as_of,
        note=note[:200],
        recorded_at=at,
        recorded_by_id=by.post_id,
    )


def _state_facts(
    answer: Answer,
    source: rules.Source,
    slots: list[queries.Slot],
    values: Values,
    by: Officer,
    at: datetime,
) -> None:
    people = {m.person.pk: m.person for m in members(answer.check_made.household, day_of(at))}
    for slot in slots:
        entered = _entered(answer, source, slot, values)
        _state_one(answer, source, slot, entered, people, by, at)


def _entered(
    answer: Answer, source: rules.Source, slot: queries.Slot, values: Values
) -> rules.Entered | None:
    """What is known of this slot; None is unknown. Only a full register's silence is a zero."""
    if answer.state == AnswerState.ANSWERED:
        return values.get((slot.given.code, slot.person_id))
    if answer.state == AnswerState.NO_RECORD and source.complete:
        return rules.nothing(slot.given)
    return None


def _state_one(
    answer: Answer,
    source: rules.Source,
    slot: queries.Slot,
    entered: rules.Entered | None,
    people: Mapping[int, Person],
    by: Officer,
    at: datetime,
) -> None:
    given = slot.given
    cause = Unknown.FAILED if answer.state == AnswerState.FAILED else Unknown.NOT_ANSWERED
    state_fact(
        household=answer.check_made.household,
        attribute=given.attribute,
        value=None if entered is None else rules.fact_value(source, given, entered),
        unknown=cause if entered is None else "",
        person=people[slot.person_id] if slot.person_id else None,
        item=rules.item_of(source, given),
        unit=given.unit,
        source_kind=SourceKind.BY_HAND,
        source=source.name,
        source_key=str(answer.pk),
        as_of=answer.as_of or day_of(at),
        by=by,
        at=at,
    )


@action
@in_chinese
def report(*, check: Check, by: Officer, at: datetime) -> Check:
    """Issues the report and freezes the check. Sources asked and still silent are not answered.

    Refused when no source has been asked. The conclusion is a remark and decides nothing.
    """
    check = _locked(check)
    guards.check_can_report(by, check, day_of(at))
    if not queries.current_answers(check).exists():
        raise Refusal("check.empty", _("还没有向任何来源发函，请先发函并录入回复。"))
    _close_silent(check, by, at)
    check.reported_at = at
    check.reported_by_id = by.post_id
    check.conclusion = queries.conclusion_of(check, day_of(at))
    check.report = store(
        content=render_pdf(REPORT, queries.report_data(check), at=at),
        kind="pdf",
        owner_noun="check",
        owner_key=check.pk,
        sensitivity="sensitive",
        by=by,
        at=at,
    )
    check.save(update_fields=["reported_at", "reported_by", "conclusion", "report"])
    record(by=by, at=at, verb="report", noun="check", key=check.pk, conclusion=check.conclusion)
    journal_note(noun="check", key=check.pk, verb="reported", at=at)
    return check


def _close_silent(check: Check, by: Officer, at: datetime) -> None:
    for code in _silent_sources(check):
        source = _source(code)
        answer = _write(check, code, AnswerState.NOT_ANSWERED, None, "", by, at)
        _state_facts(answer, source, queries.slots(check.household, source, day_of(at)), {}, by, at)


def _silent_sources(check: Check) -> Iterator[str]:
    rows = queries.current_answers(check).filter(state=AnswerState.ASKED)
    yield from list(rows.values_list("source", flat=True))


@action
def read_report(*, check: Check, by: Officer, at: datetime) -> bytes:
    """The report as PDF; who read it is in the trail. Refused before it is issued."""
    guards.check_can_read(by, check, day_of(at))
    if check.report is None:
        raise Refusal("check.no_report", _("核对报告还没有出具。"))
    record(by=by, at=at, verb="read_report", noun="check", key=check.pk)
    return queries.report_content(check)
