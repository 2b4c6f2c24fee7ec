"""An application from its start to its acceptance, withdrawal or close."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.models import Place, User
from doudi.applications import guards
from doudi.applications.actions.members import Typed, declare, known_or_new
from doudi.applications.actions.messages import tell
from doudi.applications.actions.remarks import note_remark, note_what_is_remarkable
from doudi.applications.actions.units import Stated, confirm_unit
from doudi.applications.models import Application, FirstView, Request
from doudi.applications.rules import messages
from doudi.applications.rules.limits import decide_by
from doudi.applications.states import MOVES, Channel, FirstSight, State
from doudi.audit.actions import record
from doudi.common.actors import Actor, Citizen, Officer, System
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.people.actions.households import move_household, open_household
from doudi.policies.rules.flows import flow_for
from doudi.ui.text import cn_date

__all__ = [
    "Stated",
    "accept",
    "close",
    "confirm_unit",
    "note_remark",
    "set_place",
    "start",
    "submit",
    "take_in",
    "withdraw",
]


@transaction.atomic
def start(
    *,
    place: Place,
    typed: Typed,
    registration: str = "unknown",
    address: str = "",
    card: bytes | None = None,
    programme: str = "dibao",
    by: Citizen | Officer,
    at: datetime,
) -> Application:
    """A draft with its applicant, in a household of its own, at a village or community.

    `registration` is urban, rural or unknown; `card` a photograph of the identity card. Raises
    Refusal with the field at fault when the place is no village or the number is unreadable.
    """
    _check_village(place)
    if isinstance(by, Officer):
        guards.check_can_start_at_counter(by, place.code, day_of(at))
    household = open_household(
        place=place, registration=registration, address=address, by=by, at=at
    )
    person = known_or_new(typed, by, at)
    application = Application.objects.create(
        number=f"new-{household.pk}",
        household=household,
        applicant=person,
        channel=Channel.COUNTER if isinstance(by, Officer) else Channel.PHONE,
        state=State.DRAFT,
        place=place,
        started_by=User.objects.get(pk=by.user_id),
        started_session=bytes.fromhex(by.session) if isinstance(by, Citizen) else None,
        started_at=at,
    )
    application.number = _number("SQ", place, day_of(at), application.pk)
    application.save(update_fields=["number"])
    Request.objects.create(application=application, programme=programme, created_at=at)
    declare(application, person, typed, by, at)
    if card:
        _keep_card(application, card, by, at)
    record(by=by, at=at, verb="start", noun="application", key=application.pk, place=place.code)
    return application


@transaction.atomic
def set_place(
    *,
    application: Application,
    place: Place,
    registration: str,
    address: str = "",
    by: Actor,
    at: datetime,
) -> Application:
    """Another village, registration or house number, before it is submitted."""
    _check_village(place)
    guards.check_can_edit(by, application, day_of(at))
    if isinstance(by, Officer):
        guards.check_can_start_at_counter(by, place.code, day_of(at))
    move_household(
        household=application.household, place=place, registration=registration,
        address=address, by=by, at=at,
    )  # fmt: skip
    application.place = place
    application.save(update_fields=["place"])
    record(by=by, at=at, verb="set_place", noun="application", key=application.pk, place=place.code)
    return application


@transaction.atomic
def submit(*, application: Application, by: Actor, at: datetime) -> Application:
    """Hand it in, with a remark for what is remarkable. Handing it in again changes nothing."""
    application = _locked(application)
    if application.state == State.SUBMITTED:
        guards.check_can_read(by, application, day_of(at))
        return application
    guards.check_can_edit(by, application, day_of(at))
    note_what_is_remarkable(application=application, by=by, at=at)
    _move(application, "submit")
    application.submitted_at = at
    application.save(update_fields=["state", "submitted_at"])
    record(by=by, at=at, verb="submit", noun="application", key=application.pk)
    note(noun="application", key=application.pk, verb="submitted", at=at)
    tell(application, messages.SUBMITTED.code, by, at)
    return application


@transaction.atomic
def take_in(
    *, application: Application, view: str, remark: str = "", by: Officer, at: datetime
) -> Application:
    """村级初审: the village says what it knows (`states.FirstSight`). It ends nothing."""
    application = _locked(application)
    guards.check_can_take_in(by, application, day_of(at))
    if view not in FirstSight.values:
        raise Refusal("first_view.unknown", _("请选择一种初审意见。"), field="view")
    if view == FirstSight.DOUBTS and not remark.strip():
        raise Refusal(
            "first_view.why", _("有疑问时，请写明疑在哪里，方便入户核实。"), field="remark"
        )
    _move(application, "take_in")
    application.taken_in_at, application.taken_in_by_id = at, by.post_id
    application.save(update_fields=["state", "taken_in_at", "taken_in_by"])
    FirstView.objects.create(
        application=application, view=view, note=remark.strip(), given_at=at,
        given_by_id=by.post_id,
    )  # fmt: skip
    record(by=by, at=at, verb="take_in", noun="application", key=application.pk, view=str(view))
    note(noun="application", key=application.pk, verb="taken_in", at=at)
    tell(application, messages.TAKEN_IN.code, by, at)
    return application


@transaction.atomic
def accept(*, application: Application, by: Officer, at: datetime) -> Application:
    """受理: the town takes it on with a dated receipt; the total time limit starts."""
    application = _locked(application)
    guards.check_can_accept(by, application, day_of(at))
    on, place = day_of(at), application.place
    flows = [flow_for(one.programme, place.code, on) for one in application.requests.all()]
    _move(application, "accept")
    application.accepted_at, application.accepted_by_id = at, by.post_id
    application.accepting_office_id = by.office_id
    application.receipt_number = _number("SL", place, on, application.pk)
    application.due_on = min(decide_by(flow, on) for flow in flows)
    application.save(
        update_fields=[
            "state", "accepted_at", "accepted_by", "accepting_office", "receipt_number", "due_on",
        ]
    )  # fmt: skip
    record(
        by=by, at=at, verb="accept", noun="application", key=application.pk,
        due_on=application.due_on,
    )  # fmt: skip
    note(noun="application", key=application.pk, verb="accepted", at=at)
    tell(application, messages.ACCEPTED.code, by, at, due=cn_date(application.due_on))
    return application


@transaction.atomic
def withdraw(*, application: Application, by: Citizen, at: datetime) -> Application:
    """The family takes it back; it may apply again at any time."""
    application = _locked(application)
    if application.state == State.WITHDRAWN:
        guards.check_can_read(by, application, day_of(at))
        return application
    guards.check_can_withdraw(by, application, day_of(at))
    _move(application, "withdraw")
    application.closed_at = at
    application.save(update_fields=["state", "closed_at"])
    record(by=by, at=at, verb="withdraw", noun="application", key=application.pk)
    note(noun="application", key=application.pk, verb="withdrawn", at=at)
    tell(application, messages.WITHDRAWN.code, by, at)
    return application


@transaction.atomic
def close(*, application: Application, by: Officer | System, at: datetime) -> Application:
    """Every request has its letter: called by decisions. Closing again changes nothing."""
    application = _locked(application)
    if application.state == State.CLOSED:
        return application
    _move(application, "close")
    application.closed_at = at
    application.save(update_fields=["state", "closed_at"])
    record(by=by, at=at, verb="close", noun="application", key=application.pk)
    note(noun="application", key=application.pk, verb="closed", at=at)
    return application


def _locked(application: Application) -> Application:
    """The row as it is now, held until the transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("household", "household__place", "applicant", "place", "started_by")
        .get(pk=application.pk)
    )


def _move(application: Application, verb: str) -> None:
    guards.check_move(application, verb)
    application.state = MOVES[application.state][verb]


def _number(prefix: str, place: Place, on: date, pk: int) -> str:
    """SQ430902-261121-00012: groups of at most six digits, so that it may stand in a message."""
    return f"{prefix}{place.code[:6]}-{on:%y%m%d}-{pk:05d}"


def _check_village(place: Place) -> None:
    if place.level != "village":
        raise Refusal("place.village", _("请一直选到村或社区。"), field="place")


def _keep_card(application: Application, card: bytes, by: Actor, at: datetime) -> None:
    try:
        store(
            content=card, kind="photo", owner_noun="application", owner_key=application.key,
            sensitivity="sensitive", by=by, at=at,
        )  # fmt: skip
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field="card") from None
