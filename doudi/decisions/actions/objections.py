"""异议: written down, judged, followed by a visit or an appraisal, answered."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.applications.actions.clock import note_clock
from doudi.applications.queries.clock import ground_of
from doudi.applications.states import ClockKind
from doudi.audit.actions import record
from doudi.common.actors import Actor, Citizen, Officer, System
from doudi.common.clock import day_of
from doudi.common.crypto import seal, unseal
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.actions.complaints import Named
from doudi.decisions.actions.removals import take_off
from doudi.decisions.models import Appraisal, Objection, Opinion, PostingLine
from doudi.decisions.states import ComplaintWay, RemovalGround
from doudi.files.actions import store
from doudi.journal.actions import note


@action
def note_objection(
    *,
    line: PostingLine,
    raised_on: date,
    text: str,
    way: str = ComplaintWay.COUNTER,
    name: str = "",
    contact: str = "",
    by: Officer,
    at: datetime,
) -> Objection:
    """Told to the village, the town, the county or the hotline; name and contact are sealed."""
    guards.check_can_note_objection(by, line, day_of(at), text=text, raised_on=raised_on)
    return _keep(line, raised_on, text, way, (name, contact), by, at)


@action
def raise_objection(
    *,
    line: PostingLine,
    text: str,
    name: str = "",
    contact: str = "",
    by: Citizen | System,
    at: datetime,
) -> Objection:
    """Written on the page behind the sheet's code; nobody has to sign in or give a name."""
    guards.check_can_note_objection(by, line, day_of(at), text=text)
    return _keep(line, day_of(at), text, ComplaintWay.PORTAL, (name, contact), by, at)


def _keep(
    line: PostingLine,
    raised_on: date,
    text: str,
    way: str,
    who: tuple[str, str],
    by: Actor,
    at: datetime,
) -> Objection:
    made = Objection.objects.create(
        line=line, raised_on=raised_on, text=text.strip(), way=way, noted_at=at,
        noted_by_id=by.post_id if isinstance(by, Officer) else None,
    )  # fmt: skip
    name, contact = (word.strip() for word in who)
    if name:
        made.name_sealed = seal(f"decisions.objection.{made.pk}.name", name)
    if contact:
        made.contact_sealed = seal(f"decisions.objection.{made.pk}.contact", contact)
    made.save(update_fields=["name_sealed", "contact_sealed"])
    record(
        by=by, at=at, verb="note_objection", noun="posting", key=line.posting_id,
        objection=made.pk, named=bool(name), way=str(way),
    )  # fmt: skip
    note(noun="objection", key=made.pk, verb="noted", at=at)
    return made


@action
def judge_objection(
    *,
    objection: Objection,
    substance: bool,
    reason: str,
    route: str = "",
    by: Officer,
    at: datetime,
) -> Objection:
    """有无实质内容, with the reason, within the flow's working days.

    Of substance: the family leaves the sheet, the opinion falls, the time limit is the longer
    one, and a visit or an appraisal (`route`) comes before a new opinion and a new sheet.
    """
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    guards.check_can_judge(by, held, day_of(at), substance=substance, reason=reason, route=route)
    held.substance, held.substance_reason = substance, reason.strip()
    held.route = route if substance else ""
    held.judged_at, held.judged_by_id = at, by.post_id
    held.save(update_fields=["substance", "substance_reason", "route", "judged_at", "judged_by"])
    if substance:
        _begin_again(held, by, at)
    record(
        by=by, at=at, verb="judge", noun="objection", key=held.pk, substance=substance,
        route=str(held.route),
    )  # fmt: skip
    note(noun="objection", key=held.pk, verb="judged", at=at)
    return held


def _begin_again(objection: Objection, by: Officer, at: datetime) -> None:
    request = objection.line.request
    take_off(request=request, ground=RemovalGround.OBJECTION, by=by, at=at)
    Opinion.objects.filter(request=request, superseded_at__isnull=True).update(superseded_at=at)
    application = request.application
    if ground_of(application, "objection", day_of(at)) is not None:
        note_clock(
            application=application, kind=ClockKind.EXTEND, code="objection", reason="",
            on=day_of(at), by=by, at=at,
        )  # fmt: skip


@action
def hold_appraisal(
    *,
    objection: Objection,
    held_on: date,
    where: str,
    attendants: int,
    representatives: int,
    agree: int,
    disagree: int,
    text: str,
    minutes: bytes | None,
    by: Officer,
    at: datetime,
) -> Appraisal:
    """民主评议, with a photograph of the signed minutes. It informs the opinion, no more."""
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    guards.check_can_appraise(
        by, held, day_of(at), held_on=held_on, attendants=attendants,
        representatives=representatives, voted=agree + disagree,
    )  # fmt: skip
    if not minutes:
        raise Refusal("appraisal.minutes", _("请上传签名的评议记录照片。"), field="minutes")
    paper = store(
        content=minutes, kind="photo", owner_noun="objection", owner_key=held.pk,
        sensitivity="personal", by=by, at=at,
    )  # fmt: skip
    made = Appraisal.objects.create(
        objection=held, request=held.line.request, held_on=held_on, where=where.strip(),
        attendants=attendants, representatives=representatives, agree=agree, disagree=disagree,
        text=text.strip(), minutes=paper, noted_at=at, noted_by_id=by.post_id,
    )  # fmt: skip
    record(by=by, at=at, verb="appraise", noun="objection", key=held.pk, attendants=attendants)
    note(noun="objection", key=held.pk, verb="appraised", at=at)
    return made


@action
def open_objector(*, objection: Objection, by: Officer, at: datetime) -> Named:
    """Who objected, for the leader who must answer; each look stands in the trail."""
    guards.check_can_read_objector(by, objection, day_of(at))
    record(by=by, at=at, verb="read_name", noun="objection", key=objection.pk)
    return Named(_clear(objection, "name"), _clear(objection, "contact"))


def _clear(objection: Objection, column: str) -> str:
    sealed = getattr(objection, f"{column}_sealed")
    context = f"decisions.objection.{objection.pk}.{column}"
    return unseal(context, sealed).decode() if sealed else ""


@action
def answer_objection(
    *, objection: Objection, answer: str, told_on: date, by: Officer, at: datetime
) -> Objection:
    """The objector is told the outcome, an unknown one by a notice on the same board.

    The answer says nothing of the family beyond what hung. `upheld` follows from `substance`.
    """
    held = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    guards.check_can_answer(by, held, day_of(at), answer=answer, told_on=told_on)
    held.upheld, held.answer, held.told_on = held.substance, answer.strip(), told_on
    held.answered_at, held.answered_by_id = at, by.post_id
    held.save(update_fields=["upheld", "answer", "told_on", "answered_at", "answered_by"])
    record(by=by, at=at, verb="answer", noun="objection", key=held.pk, upheld=held.upheld)
    note(noun="objection", key=held.pk, verb="answered", at=at)
    return held
