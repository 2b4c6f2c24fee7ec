"""A draft, by whoever's hand: the own phone, somebody else's, a counter anywhere in the city."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.models import Place, User
from doudi.accounts.queries import covers, office_of
from doudi.accounts.states import Duty
from doudi.applications import guards
from doudi.applications.actions.members import Typed, declare, known_or_new
from doudi.applications.actions.moving import check_village, numbered
from doudi.applications.actions.remarks import note_remark
from doudi.applications.models import Application, Behalf, Request
from doudi.applications.queries.applications import confirmed_home
from doudi.applications.states import Channel, RemarkCode, State
from doudi.audit.actions import record
from doudi.common.actors import Actor, Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.files.models import File
from doudi.people.actions.households import move_household, open_household
from doudi.people.actions.representations import represent
from doudi.people.models import Household, Person
from doudi.people.queries import may_act_for, person_of
from doudi.people.states import RepresentationKind


@dataclass(frozen=True)
class Asks:
    """Who asks for the applicant: `kind` of `RepresentationKind`, the name as typed, the paper.

    An office asks for a minor without a guardian: then no name, and `ground` says why.
    """

    kind: str
    name: str = ""
    ground: str = ""
    paper: bytes | None = None


@action
def start(
    *,
    place: Place,
    typed: Typed,
    registration: str = "unknown",
    address: str = "",
    card: bytes | None = None,
    programme: str = "dibao",
    asks: Asks | None = None,
    by: Citizen | Officer,
    at: datetime,
) -> Application:
    """A draft with its applicant, at the home village or community, wherever it is filled in.

    `registration` is urban, rural or unknown; `card` a photograph of the identity card; `asks`
    somebody else who asks. Someone known whose household an officer has confirmed there keeps that
    household, else a new one is opened. Raises Refusal with the field at fault when the place is
    no village or the number is unreadable.
    """
    check_village(place)
    if isinstance(by, Officer):
        guards.check_can_start_at_counter(by, place.code, day_of(at))
    person = known_or_new(typed, by, at)
    household = _known_home(person, place, by, at) or open_household(
        place=place, registration=registration, address=address, by=by, at=at
    )
    application = Application.objects.create(
        number=f"new-{person.pk}-{at.timestamp():.0f}"[:30],
        household=household,
        applicant=person,
        channel=_channel(by),
        state=State.DRAFT,
        place=place,
        intake_office_id=_intake_office(by, place, at),
        started_by=User.objects.get(pk=by.user_id),
        started_session=bytes.fromhex(by.session) if isinstance(by, Citizen) else None,
        started_at=at,
    )
    application.number = numbered("SQ", place, day_of(at), application.pk)
    application.save(update_fields=["number"])
    Request.objects.create(application=application, programme=programme, created_at=at)
    declare(application, person, typed, by, at)
    guards.check_not_at_own_counter(by, household, day_of(at))
    if card:
        _keep(application, card, "card", by, at)
    if asks is not None:
        _ask_for(application, asks, by, at)
    if application.intake_office_id:
        note_remark(application=application, code=RemarkCode.OTHER_PLACE, by=by, at=at)
    record(by=by, at=at, verb="start", noun="application", key=application.pk, place=place.code)
    return application


@action
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
    check_village(place)
    guards.check_can_edit(by, application, day_of(at))
    if isinstance(by, Officer):
        guards.check_can_start_at_counter(by, place.code, day_of(at))
        application.intake_office_id = _intake_office(by, place, at)
    move_household(
        household=application.household, place=place, registration=registration,
        address=address, by=by, at=at,
    )  # fmt: skip
    application.place = place
    application.save(update_fields=["place", "intake_office"])
    record(by=by, at=at, verb="set_place", noun="application", key=application.pk, place=place.code)
    return application


def _channel(by: Actor) -> str:
    if not isinstance(by, Officer):
        return Channel.PHONE
    return Channel.GRID if by.duty == Duty.GRID_WORKER else Channel.COUNTER


def _intake_office(by: Actor, place: Place, at: datetime) -> int | None:
    """The counter, when the place is not its own."""
    if not isinstance(by, Officer) or covers(by, place, day_of(at)):
        return None
    return by.office_id


def _known_home(person: Person, place: Place, by: Actor, at: datetime) -> Household | None:
    """Only where it is known who asks: a number typed on some phone opens nobody's household."""
    if isinstance(by, Citizen):
        actor = person_of(by.user_id) if by.level >= 1 else None
        if actor is None or not may_act_for(actor, person, day_of(at)):
            return None
    return confirmed_home(person, place, day_of(at))


def _ask_for(application: Application, asks: Asks, by: Citizen | Officer, at: datetime) -> None:
    """Kept as said; an officer's word is a representation at once where the post may record it."""
    paper = _keep(application, asks.paper, "paper", by, at) if asks.paper else None
    office = _office_asks(asks, by)
    Behalf.objects.create(
        application=application, kind=asks.kind, name=asks.name.strip(), office_id=office,
        paper=paper, ground=asks.ground.strip(), stated_at=at,
    )  # fmt: skip
    if not (office and isinstance(by, Officer) and _represented(application, asks, by, at)):
        note_remark(application=application, code=RemarkCode.ON_BEHALF, by=by, at=at)


def _office_asks(asks: Asks, by: Actor) -> int | None:
    if asks.kind != RepresentationKind.OFFICE:
        if not asks.name.strip():
            raise Refusal("behalf.name", _("请填写代办人的姓名。"), field="asks_name")
        return None
    if not isinstance(by, Officer) or by.duty != Duty.TOWN_ACCEPTOR:
        raise Forbidden(
            "behalf.office", _("由单位代为申请，由乡镇（街道）受理岗位办理。"), field="asks_kind"
        )
    if not asks.ground.strip():
        raise Refusal("behalf.ground", _("请写明为什么由单位代为申请。"), field="asks_ground")
    return by.office_id


def _represented(application: Application, asks: Asks, by: Officer, at: datetime) -> bool:
    try:
        with transaction.atomic():
            represent(
                person=application.applicant, kind=asks.kind, by_office=office_of(by),
                ground=asks.ground, paper=asks.paper, valid_from=day_of(at), by=by, at=at,
            )  # fmt: skip
    except Forbidden:
        return False
    return True


def _keep(application: Application, content: bytes, field: str, by: Actor, at: datetime) -> File:
    try:
        return store(
            content=content, kind="photo", owner_noun="application", owner_key=application.key,
            sensitivity="sensitive", by=by, at=at,
        )  # fmt: skip
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field=_FIELDS[field]) from None


_FIELDS = {"card": "card", "paper": "asks_paper"}
