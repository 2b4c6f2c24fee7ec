"""投诉举报: received by whom it may, looked into and answered by the county."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from doudi.accounts.models import Place, User
from doudi.audit.actions import record
from doudi.common.actors import Citizen, Officer, System
from doudi.common.clock import day_of
from doudi.common.crypto import seal, unseal
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.decisions import guards
from doudi.decisions.models import Complaint
from doudi.decisions.rules import voices
from doudi.decisions.states import ComplaintWay
from doudi.journal.actions import note
from doudi.messaging.actions import send
from doudi.messaging.rules import inbox_of
from doudi.people.models import Household
from doudi.policies.rules.flows import flow_for


@dataclass(frozen=True)
class Named:
    """Who complained, in the clear; empty where the person did not say."""

    name: str
    contact: str


@action
def receive_complaint(
    *,
    place: Place,
    text: str,
    way: str = ComplaintWay.PORTAL,
    household: Household | None = None,
    name: str = "",
    contact: str = "",
    against: User | None = None,
    by: Officer | Citizen | System,
    at: datetime,
) -> Complaint:
    """By phone, at the counter, by letter, or on the portal with or without a sign-in.

    Name and contact are sealed. About a household before its decision it makes a visit by the
    county compulsory (`queries.county`).
    """
    on = day_of(at)
    guards.check_can_receive(by, place.code, on, text=text)
    made = Complaint.objects.create(
        number=uuid4().hex, household=household, place=place, way=way, text=text.strip(),
        received_at=at, received_by_id=by.post_id if isinstance(by, Officer) else None,
        sent_by_id=by.user_id if isinstance(by, Citizen) else None, against=against,
        due_on=add_workdays(on, flow_for("dibao", place.code, on).complaint_workdays),
    )  # fmt: skip
    _seal(made, name.strip(), contact.strip())
    made.number = voices.complaint_number(place.code, on, _running(place, at))
    made.save(update_fields=["number", "name_sealed", "contact_sealed"])
    record(
        by=by, at=at, verb="receive", noun="complaint", key=made.pk, way=str(way),
        named=made.name_sealed is not None,
    )  # fmt: skip
    note(noun="complaint", key=made.pk, verb="received", at=at)
    return made


def _seal(complaint: Complaint, name: str, contact: str) -> None:
    if name:
        complaint.name_sealed = seal(f"decisions.complaint.{complaint.pk}.name", name)
    if contact:
        complaint.contact_sealed = seal(f"decisions.complaint.{complaint.pk}.contact", contact)


def _running(place: Place, at: datetime) -> int:
    """Counted in the district; the row just made is one of them. Two at once wait."""
    district = place.code[:6]
    Place.objects.select_for_update().filter(code=district).first()
    found = Complaint.objects.filter(place__code__startswith=district, received_at__lte=at)
    return found.count()


@action
def assign_complaint(
    *,
    complaint: Complaint,
    household: Household | None,
    against: User | None,
    by: Officer,
    at: datetime,
) -> Complaint:
    """Which family and which officer it is about, as far as an officer could find out."""
    held = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    guards.check_can_assign(by, held, day_of(at), household=household)
    held.household, held.against = household, against
    held.save(update_fields=["household", "against"])
    record(
        by=by, at=at, verb="assign", noun="complaint", key=held.pk,
        household=household.pk if household else 0, against=against.pk if against else 0,
    )  # fmt: skip
    note(noun="complaint", key=held.pk, verb="assigned", at=at)
    return held


@action
def answer_complaint(
    *,
    complaint: Complaint,
    founded: bool,
    answer: str,
    told_on: date | None,
    by: Officer,
    at: datetime,
) -> Complaint:
    """What was looked into and what came out. A real name is told, on `told_on`."""
    held = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    guards.check_can_answer_complaint(by, held, day_of(at), answer=answer, told_on=told_on)
    held.founded, held.answer, held.told_on = founded, answer.strip(), told_on
    held.answered_at, held.answered_by_id = at, by.post_id
    held.save(update_fields=["founded", "answer", "told_on", "answered_at", "answered_by"])
    record(by=by, at=at, verb="answer", noun="complaint", key=held.pk, founded=founded)
    note(noun="complaint", key=held.pk, verb="answered", at=at)
    if held.sent_by_id is not None:
        send(
            to=inbox_of(held.sent_by_id), template=voices.COMPLAINT_ANSWERED.code,
            values={"number": held.number}, by=by, at=at, noun="complaint", key=held.pk,
            once=f"complaint_answered:{held.pk}",
        )  # fmt: skip
    return held


@action
def open_name(*, complaint: Complaint, by: Officer, at: datetime) -> Named:
    """Who complained, for the few who may know; each look stands in the trail."""
    guards.check_can_read_name(by, complaint, day_of(at))
    record(by=by, at=at, verb="read_name", noun="complaint", key=complaint.pk)
    return Named(_clear(complaint, "name"), _clear(complaint, "contact"))


def _clear(complaint: Complaint, column: str) -> str:
    sealed = getattr(complaint, f"{column}_sealed")
    context = f"decisions.complaint.{complaint.pk}.{column}"
    return unseal(context, sealed).decode() if sealed else ""
