"""Taking in what a device recorded, in any order and any number of times."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.facts.actions import state as state_fact
from doudi.facts.states import SourceKind, Unknown
from doudi.files.actions import store
from doudi.files.queries import decode_signature, open_file
from doudi.journal.actions import note
from doudi.people.actions.households import confirm_members
from doudi.people.models import Person
from doudi.people.queries import members
from doudi.visits import guards, queries, rules
from doudi.visits.models import Evidence, Plan, Visit, VisitAnswer


def locked(plan: Plan) -> Plan:
    """Deliveries of one visit wait for each other, so that order cannot matter."""
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("household", "household__place", "first", "second", "asked_office")
        .get(pk=plan.pk)
    )


@action
def start_visit(
    *, plan: Plan, visit: UUID, met: str, recorded_at: datetime, by: Officer, at: datetime
) -> Visit:
    """The visit begins: whom they met. A repeat, and a later start, change nothing."""
    plan = locked(plan)
    guards.check_can_record(by, plan, day_of(at))
    found = _visit(plan, visit, recorded_at, by, at)
    if found.met:
        return found
    if not met.strip():
        raise Refusal("visit.met", _("请填写见到了谁。"), field="met")
    _check_unfinished(found)
    found.met = met.strip()[:40]
    found.recorded_at = min(recorded_at, at)
    found.save(update_fields=["met", "recorded_at"])
    record(by=by, at=at, verb="start", noun="visit", key=found.pk, plan=plan.pk)
    return found


def _visit(plan: Plan, visit: UUID, recorded_at: datetime, by: Officer, at: datetime) -> Visit:
    """The visit of this plan, made by whatever part of it arrives first."""
    known = Visit.objects.filter(plan=plan).first()
    if known is not None and known.pk != visit:
        raise Refusal(
            "visit.other_device", _("这次入户核实已在另一部手机上开始，请打开同一页面继续填写。")
        )
    if known is None:
        if Visit.objects.filter(pk=visit).exists():
            raise Refusal("visit.id_taken", _("记录编号重复，请重新打开页面再填写。"))
        return Visit.objects.create(
            id=visit,
            plan=plan,
            met="",
            recorded_at=min(recorded_at, at),
            received_at=at,
            recorded_by_id=by.post_id,
        )
    if not known.met and recorded_at < known.recorded_at:
        known.recorded_at = recorded_at
        known.save(update_fields=["recorded_at"])
    return known


def _check_unfinished(visit: Visit) -> None:
    if visit.finished_at is not None:
        raise Refusal("visit.finished", _("这次入户核实已经完成，内容不能再改。"))


@action
def record_answers(
    *,
    plan: Plan,
    visit: UUID,
    answers: Sequence[rules.Told],
    recorded_at: datetime,
    by: Officer,
    at: datetime,
) -> Visit:
    """Takes in one or more answers; of two to one question the later recorded one stands."""
    plan = locked(plan)
    guards.check_can_record(by, plan, day_of(at))
    found = _visit(plan, visit, recorded_at, by, at)
    persons = {m.person.pk: m.person for m in members(plan.household, day_of(at))}
    taken = [_take(found, plan, one, persons, min(recorded_at, at), at) for one in answers]
    if any(taken):
        record(by=by, at=at, verb="record", noun="visit", key=found.pk, answers=sum(taken))
    return found


def _take(
    visit: Visit,
    plan: Plan,
    told: rules.Told,
    persons: dict[int, Person],
    recorded_at: datetime,
    at: datetime,
) -> bool:
    """Whether this answer changed the record."""
    if VisitAnswer.objects.filter(pk=told.id).exists():
        return False
    _check_told(plan, told, persons)
    standing = VisitAnswer.objects.filter(
        visit=visit, question=told.question, person=persons.get(told.person or 0)
    ).first()
    if standing and (standing.recorded_at, standing.pk) >= (recorded_at, told.id):
        return False
    _check_unfinished(visit)
    if standing:
        standing.delete()
    VisitAnswer.objects.create(
        id=told.id,
        visit=visit,
        question=told.question,
        person_id=told.person,
        value=told.value,
        recorded_at=recorded_at,
        received_at=at,
    )
    return True


def _check_told(plan: Plan, told: rules.Told, persons: dict[int, Person]) -> None:
    questions = {one.code: one for one in rules.checklists()[plan.checklist].questions()}
    question = questions.get(told.question)
    asked = question and (told.question, told.person) in rules.places_of(question, list(persons))
    if not question or not asked:
        raise Refusal("visit.question", _("清单里没有这个问题，请刷新页面后再填。"))
    if not rules.is_fit(question, told.value):
        sentence = _("“%(question)s”的回答不在可填写的范围内，请核对。")
        raise Refusal("visit.value", sentence % {"question": question.text}, field=told.question)


@action
def add_evidence(
    *,
    plan: Plan,
    visit: UUID,
    evidence: UUID,
    kind: str,
    content: bytes,
    recorded_at: datetime,
    by: Officer,
    at: datetime,
) -> Evidence:
    """Takes in one photograph or signature (PNG). A repeat changes nothing."""
    plan = locked(plan)
    guards.check_can_record(by, plan, day_of(at))
    found = _visit(plan, visit, recorded_at, by, at)
    known = Evidence.objects.filter(pk=evidence, visit=found).first()
    if known is not None:
        return known
    _check_unfinished(found)
    _check_kind(found, kind)
    file = store(
        content=content,
        kind="photo" if kind == rules.PHOTO else "signature",
        owner_noun="visit",
        owner_key=found.pk,
        sensitivity="sensitive",
        by=by,
        at=at,
    )
    made = Evidence.objects.create(
        id=evidence,
        visit=found,
        kind=kind,
        file=file,
        recorded_at=min(recorded_at, at),
        received_at=at,
    )
    record(by=by, at=at, verb="add_evidence", noun="visit", key=found.pk, kind=kind)
    return made


def add_signature(
    *,
    plan: Plan,
    visit: UUID,
    evidence: UUID,
    kind: str,
    drawing: str,
    recorded_at: datetime,
    by: Officer,
    at: datetime,
) -> Evidence:
    """As `add_evidence`, from the data URL that the signature pad makes."""
    content = decode_signature(drawing)
    return add_evidence(
        plan=plan, visit=visit, evidence=evidence, kind=kind, content=content,
        recorded_at=recorded_at, by=by, at=at,
    )  # fmt: skip


def _check_kind(visit: Visit, kind: str) -> None:
    if kind not in rules.KINDS:
        raise Refusal("visit.evidence", _("只收照片和三方签名。"), field="kind")
    if kind == rules.PHOTO and visit.evidence.filter(kind=kind).count() >= rules.MOST_PHOTOS:
        sentence = _("一次入户核实最多 %(n)s 张照片。") % {"n": rules.MOST_PHOTOS}
        raise Refusal("visit.photos", sentence, field="photo")


@action
def finish(*, visit: Visit, by: Officer, at: datetime) -> Visit:
    """Closes the record, states its findings as facts and confirms the members.

    Refused with all that is missing at once. A repeat changes nothing.
    """
    plan = locked(visit.plan)
    guards.check_can_record(by, plan, day_of(at))
    found = Visit.objects.get(pk=visit.pk)
    if found.finished_at is not None:
        return found
    lacking = queries.missing(found, day_of(at))
    if lacking:
        sentence = _("还不能完成，缺少：%(things)s。") % {"things": "；".join(lacking)}
        raise Refusal("visit.incomplete", sentence)
    found.finished_at = at
    found.finding = queries.finding_of(found)
    found.save(update_fields=["finished_at", "finding"])
    plan.done_at = at
    plan.save(update_fields=["done_at"])
    _state_findings(found, plan, by, at)
    confirm_members(household=plan.household, by=by, at=at)
    record(by=by, at=at, verb="finish", noun="visit", key=found.pk, household=plan.household_id)
    note(noun="visit", key=found.pk, verb="finished", at=at)
    return found


def _state_findings(visit: Visit, plan: Plan, by: Officer, at: datetime) -> None:
    questions = {one.code: one for one in rules.checklists()[plan.checklist].questions()}
    for answer in visit.answers.select_related("person").order_by("question", "person"):
        question = questions[answer.question]
        if not question.fact:
            continue
        known = answer.value is not None
        state_fact(
            household=plan.household,
            attribute=question.fact,
            value=rules.fact_value(question, answer.value) if known else None,
            unknown="" if known else Unknown.NOT_ANSWERED,
            person=answer.person,
            item=f"visit.{question.code}" if question.item_code else "",
            unit="fen" if question.kind == "money" else "",
            source_kind=SourceKind.VISIT,
            source="入户核实",
            source_key=str(visit.pk),
            as_of=day_of(visit.recorded_at),
            by=by,
            at=at,
        )


@action
def open_address(*, plan: Plan, purpose: str, by: Officer, at: datetime) -> str:
    """The address in clear, '' when unknown; who opened it and what for is in the trail."""
    plan = locked(plan)
    guards.check_can_record(by, plan, day_of(at))
    if not purpose.strip():
        raise Refusal("visit.purpose", _("请选择查看住址的用途。"), field="purpose")
    record(
        by=by, at=at, verb="open_address", noun="household", key=plan.household_id, reason=purpose
    )
    return queries.address_for(plan)


@action
def read_evidence(*, evidence: Evidence, by: Officer, at: datetime) -> bytes:
    """The picture; who looked at it is in the trail. Hidden from officers of other places."""
    guards.check_can_read(by, evidence.visit.plan, day_of(at))
    record(by=by, at=at, verb="read_evidence", noun="visit", key=evidence.visit_id)
    return open_file(evidence.file)
