"""Signing the authorisation: on this phone, by a link on the own phone, or at a counter."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.applications.actions.remarks import settle_remark
from doudi.applications.guards import check_can_sign
from doudi.applications.models import Application
from doudi.applications.queries.applications import is_listed
from doudi.applications.rules import messages
from doudi.applications.states import RemarkCode
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer, System
from doudi.common.clock import day_of
from doudi.common.identity import read_mobile
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.messaging.actions import send
from doudi.messaging.rules import phone as phone_address
from doudi.people.actions import authorisations
from doudi.people.actions.notices import note_shown
from doudi.people.models import Authorisation, Household, Person
from doudi.people.queries import in_force, link_target
from doudi.people.states import SigningChannel


@action
def sign(
    *, application: Application, person: Person, signature: bytes, by: Actor, at: datetime
) -> Authorisation:
    """`signature` is the PNG that was drawn. On an officer's phone the officer is the witness."""
    check_can_sign(by, application, day_of(at))
    _check_member(application, person, at)
    witness = by if isinstance(by, Officer) else None
    if letter := _signed_before(application, person, at):
        return letter
    letter = authorisations.sign(
        household=application.household,
        person=person,
        signed_by=person,
        channel=SigningChannel.COUNTER if witness else SigningChannel.THIS_PHONE,
        signature=signature,
        witness=witness,
        by=by,
        at=at,
    )
    note_shown(noun="authorisation", key=letter.pk, person=person, by=by, at=at)
    _signed(application, person, by, at)
    return letter


def _signed_before(application: Application, person: Person, at: datetime) -> Authorisation | None:
    """Whoever signs at the same moment in another window waits here."""
    Household.objects.select_for_update(of=("self",)).get(pk=application.household_id)
    letters = in_force(application.household, day_of(at))
    return next((one for one in letters if one.person_id == person.pk), None)


@action
def send_link(
    *, application: Application, person: Person, phone: str = "", base_url: str, by: Actor,
    at: datetime,
) -> str:  # fmt: skip
    """A single-use link for this person, good for three days; sent to `phone` if one is given.

    `base_url` + token is the address. Raises Refusal (field "phone") for an unreadable number,
    which is not kept.
    """
    check_can_sign(by, application, day_of(at))
    _check_member(application, person, at)
    number = _mobile(phone) if phone else ""
    token = authorisations.make_link(household=application.household, person=person, by=by, at=at)
    link = f"{base_url}{token}"
    if number:
        send(
            to=phone_address(number), template=messages.SIGN.code, values={"link": link}, by=by,
            at=at, noun="application", key=application.key,
            once=f"{messages.SIGN.code}:{application.pk}:{person.pk}:{at.timestamp():.0f}",
        )  # fmt: skip
    record(
        by=by, at=at, verb="send_link", noun="application", key=application.pk,
        person=person.pk, sent=bool(number),
    )  # fmt: skip
    return link


@action
def sign_by_link(*, token: str, signature: bytes, by: System, at: datetime) -> Authorisation:
    """The person signs on the own phone, not signed in. The link is used up."""
    target = link_target(token, at)
    letter = authorisations.sign_by_link(token=token, signature=signature, by=by, at=at)
    if target is not None:
        note_shown(noun="authorisation", key=letter.pk, person=target.person, by=by, at=at)
        for application in Application.objects.filter(household=target.household):
            _signed(application, target.person, by, at)
    return letter


def _signed(application: Application, person: Person, by: Actor, at: datetime) -> None:
    settle_remark(
        application=application, code=RemarkCode.UNSIGNED_ADULT, person=person, by=by, at=at
    )
    record(by=by, at=at, verb="signed", noun="application", key=application.pk, person=person.pk)
    note(noun="application", key=application.pk, verb="signed", at=at)


def _check_member(application: Application, person: Person, at: datetime) -> None:
    if not is_listed(application, person, day_of(at)):
        raise Refusal("member.none", _("名单里没有这个人，请返回重新选择。"))


def _mobile(text: str) -> str:
    try:
        return read_mobile(text)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field="phone") from None
