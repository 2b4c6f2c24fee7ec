"""Signing the authorisation letter: on the own phone by a link, on this phone, at the counter."""

import secrets
import uuid
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from doudi.accounts.models import Post
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.months import same_day_in
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.files.models import File
from doudi.people.models import Authorisation, Household, Person, SigningLink
from doudi.people.queries.authorisations import in_force, link_target, token_hash
from doudi.people.rules import AUTHORISATION_VERSION, authorisation_hash
from doudi.people.states import SigningChannel

# The letter holds while aid is asked for and received; renewed yearly so that nobody is checked
# under a signature that the person has forgotten.
VALID_MONTHS = 12
LINK_HOURS = 72


@action
def sign(
    *,
    household: Household,
    person: Person,
    signed_by: Person,
    channel: str,
    signature: bytes,
    witness: Officer | None = None,
    by: Actor,
    at: datetime,
) -> Authorisation:
    """Puts one adult's letter in force; a second signature of the same person is the first.

    `signature` is a PNG of what was drawn. `signed_by` is the person or the guardian.
    """
    on = day_of(at)
    if signed := _signed_before(household, person, on):
        return signed
    letter_id = uuid.uuid4()
    letter = Authorisation.objects.create(
        id=letter_id,
        number=f"SQ{on:%Y%m%d}{letter_id.hex[:8].upper()}",
        household=household,
        person=person,
        signed_by=signed_by,
        channel=channel,
        text_version=AUTHORISATION_VERSION,
        text_hash=authorisation_hash(),
        signature=_keep(signature, letter_id, by, at),
        witness=Post.objects.get(pk=witness.post_id) if witness else None,
        signed_at=at,
        valid_until=same_day_in(on, VALID_MONTHS),
    )
    record(
        by=by, at=at, verb="sign", noun="authorisation", key=str(letter.pk),
        person=person.pk, channel=str(channel),
    )  # fmt: skip
    return letter


def _signed_before(household: Household, person: Person, on: date) -> Authorisation | None:
    Household.objects.select_for_update(of=("self",)).get(pk=household.pk)  # two windows, one name
    return next((one for one in in_force(household, on) if one.person_id == person.pk), None)


def _keep(signature: bytes, letter_id: uuid.UUID, by: Actor, at: datetime) -> File:
    return store(
        content=signature, kind="signature", sensitivity="personal",
        owner_noun="authorisation", owner_key=str(letter_id), by=by, at=at,
    )  # fmt: skip


@action
def make_link(*, household: Household, person: Person, by: Actor, at: datetime) -> str:
    """A token for one signature on the person's own phone, good for three days."""
    token = secrets.token_urlsafe(24)
    SigningLink.objects.create(
        token_hash=token_hash(token),
        household=household,
        person=person,
        expires_at=at + timedelta(hours=LINK_HOURS),
        created_at=at,
    )
    record(
        by=by, at=at, verb="make_link", noun="household", key=str(household.pk), person=person.pk
    )
    return token


@action
def sign_by_link(*, token: str, signature: bytes, by: Actor, at: datetime) -> Authorisation:
    """Uses the link up. Raises Refusal when it was used or has run out."""
    link = link_target(token, at)
    used = link and SigningLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)
    if link is None or not used:
        raise Refusal(
            "link.used", _("这个签名链接已经用过或者超过三天。请让申请人重新发一个链接。")
        )
    return sign(
        household=link.household,
        person=link.person,
        signed_by=link.person,
        channel=SigningChannel.OWN_PHONE,
        signature=signature,
        by=by,
        at=at,
    )


@action
def revoke(*, letter: Authorisation, by: Actor, at: datetime) -> None:
    """The person takes consent back; it is looked up whenever it would be used."""
    if Authorisation.objects.filter(pk=letter.pk, revoked_at__isnull=True).update(revoked_at=at):
        record(by=by, at=at, verb="revoke", noun="authorisation", key=str(letter.pk))
