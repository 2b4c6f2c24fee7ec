"""Registering a human being: by number when there is one, as a new person otherwise."""

from datetime import date, datetime

from django.db import transaction

from doudi.audit.actions import record
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.crypto import blind_index, seal
from doudi.common.identity import read_identity_number
from doudi.people.models import Identity, Person, PersonName
from doudi.people.queries.persons import by_number, current_name
from doudi.people.rules import name_keys
from doudi.people.states import DocumentKind


@transaction.atomic
def register(
    *,
    name: str,
    sex: str = "",
    born_on: date | None = None,
    number: str | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """The person with this identity number, or a new one.

    A number gives sex and birth date. Raises Refusal when the number is unreadable; a wrong check
    digit is accepted (the caller notes a remark).
    """
    read = read_identity_number(number) if number else None
    known = by_number(read.text) if read else None
    if known is not None:
        rename(person=known, name=name, by=by, at=at)
        return known
    person = Person.objects.create(
        sex=read.sex if read else sex,
        born_on=read.born_on if read else born_on,
        created_at=at,
        created_by=type(by).__name__.lower(),
    )
    _write_name(person, name, at)
    if read:
        add_number(person=person, number=read.text, at=at)
    record(by=by, at=at, verb="register", noun="person", key=str(person.pk))
    return person


@transaction.atomic
def rename(*, person: Person, name: str, by: Actor, at: datetime) -> None:
    """A new spelling is a new dated name; the old one stays."""
    if current_name(person) == name:
        return
    person.names.filter(superseded_at__isnull=True).update(superseded_at=at)
    _write_name(person, name, at)
    record(by=by, at=at, verb="rename", noun="person", key=str(person.pk))


def add_number(*, person: Person, number: str, at: datetime) -> Identity:
    """Seals a normalised number under the identity's own id. Call inside a transaction."""
    identity = Identity(person=person, kind=DocumentKind.IDENTITY_CARD, known_at=at)
    identity.number_sealed = seal(f"people.identity.{identity.pk}", number)
    identity.number_index = blind_index("identity", number)
    identity.save(force_insert=True)
    return identity


def _write_name(person: Person, name: str, at: datetime) -> None:
    keys = name_keys(name)
    PersonName.objects.create(
        person=person,
        name=name,
        sort_key=keys.sort_key,
        pinyin=keys.pinyin,
        characters=keys.characters,
        valid_from=day_of(at),
        known_at=at,
    )
