"""A number that an office records; who later answers a code sent to it is that person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.models import User
from doudi.accounts.states import LevelGround, UserKind
from doudi.audit.actions import record
from doudi.common.actors import Officer, System
from doudi.common.clock import day_of
from doudi.common.crypto import blind_index, seal
from doudi.common.identity import read_mobile
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.people.actions.logins import link
from doudi.people.guards import check_can_record_phone
from doudi.people.models import Contact, Household, Person
from doudi.people.queries.contacts import holder_of
from doudi.people.queries.households import members


@action
def record_phone(
    *, household: Household, person: Person, phone: str, by: Officer, at: datetime
) -> Contact:
    """The officer has the person and the card before him. Raises Refusal for an unreadable number
    or somebody who does not live there."""
    check_can_record_phone(by, household, day_of(at))
    if person.pk not in {one.person.pk for one in members(household, day_of(at))}:
        raise Refusal("contact.member", _("这个人不在家庭成员里，请核对。"), field="person")
    number = read_mobile(phone)
    Contact.objects.filter(person=person, superseded_at__isnull=True).update(superseded_at=at)
    contact = Contact(
        person=person,
        phone_index=blind_index("phone", number),
        recorded_by_id=by.post_id,
        known_at=at,
    )
    contact.phone_sealed = seal(f"people.contact.{contact.pk}", number)
    contact.save(force_insert=True)
    record(by=by, at=at, verb="record_phone", noun="person", key=str(person.pk))
    return contact


@action
def know_by_number(*, user: User, by: System, at: datetime) -> bool:
    """Level 1 for who answered a code to a number recorded before; False when nobody's, or of two
    people: then an officer looks at the card."""
    person = holder_of(user, at) if user.kind == UserKind.CITIZEN else None
    if person is None:
        return False
    try:
        with transaction.atomic():
            link(user=user, person=person, how=LevelGround.RECORDED_NUMBER, by=by, at=at)
    except Refusal:
        return False
    return True
