"""Registering a human being: by a paper when there is one, as a new person otherwise."""

from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.crypto import seal
from doudi.common.identity import read_identity_number
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.people.guards import check_can_record_death
from doudi.people.models import Identity, Membership, Person, PersonName
from doudi.people.queries.merges import same_ids
from doudi.people.queries.persons import (
    by_document,
    by_number,
    current_name,
    document_index,
    document_indexes,
)
from doudi.people.rules import clean_document, clean_name, name_keys
from doudi.people.states import DocumentKind

MIN_DOCUMENT, MAX_DOCUMENT = 3, 40


@action
def register(
    *,
    name: str,
    sex: str = "",
    born_on: date | None = None,
    number: str | None = None,
    document_kind: str = DocumentKind.IDENTITY_CARD,
    by: Actor,
    at: datetime,
) -> Person:
    """The person who holds this paper, or a new one; whoever is known keeps the name on record.

    `number` is that of the paper `document_kind`; an identity number gives sex and birth date. A
    number typed is no proof: another paper's finds a person only where name or birth date agree,
    and none renames anybody (`rename`). Raises Refusal (field "number") when it is unreadable; a
    wrong check digit is accepted (the caller notes a remark).
    """
    if number and document_kind != DocumentKind.IDENTITY_CARD:
        return _by_other_paper(name, sex, born_on, number, document_kind, by, at)
    read = read_identity_number(number) if number else None
    known = by_number(read.text) if read else None
    if known is not None:
        return known
    person = _new(name, read.sex if read else sex, read.born_on if read else born_on, by, at)
    if read:
        add_number(person=person, number=read.text, at=at)
    return person


def _by_other_paper(
    name: str, sex: str, born_on: date | None, number: str, kind: str, by: Actor, at: datetime
) -> Person:
    text = _read_document(number)
    known = by_document(kind, text)
    if known is not None and _may_be(known, name, born_on):
        return known
    person = _new(name, sex, born_on, by, at)
    _write_document(person, kind, text, at)
    return person


def _may_be(known: Person, name: str, born_on: date | None) -> bool:
    """Two countries give the same passport number: a second sign must agree."""
    same_day = born_on is not None and known.born_on == born_on
    return same_day or current_name(known) == clean_name(name)


def _new(name: str, sex: str, born_on: date | None, by: Actor, at: datetime) -> Person:
    person = Person.objects.create(
        sex=sex, born_on=born_on, created_at=at, created_by=type(by).__name__.lower()
    )
    _write_name(person, name, at)
    record(by=by, at=at, verb="register", noun="person", key=str(person.pk))
    return person


@action
def rename(*, person: Person, name: str, by: Actor, at: datetime) -> None:
    """A new spelling is a new dated name; the old one stays.

    For an officer with the paper in hand, and for a family that mends what it typed itself.
    """
    if current_name(person) == clean_name(name):
        return
    person.names.filter(superseded_at__isnull=True).update(superseded_at=at)
    _write_name(person, name, at)
    record(by=by, at=at, verb="rename", noun="person", key=str(person.pk))


@action
def add_document(*, person: Person, kind: str, number: str, by: Actor, at: datetime) -> Identity:
    """One more paper of a person; the same paper again changes nothing.

    Raises Refusal (field "number") when it is unreadable, or an identity number is another's.
    """
    if kind == DocumentKind.IDENTITY_CARD:
        text = read_identity_number(number).text
    else:
        text = _read_document(number)
    same = person.identities.filter(number_index__in=document_indexes(kind, text))
    held = same.filter(superseded_at__isnull=True).first()
    if held:
        return held
    holder = by_document(kind, text)
    if kind == DocumentKind.IDENTITY_CARD and holder and holder.pk not in same_ids(person):
        raise Refusal(
            "document.other_person", _("这个号码登记在另一个人名下，请核对。"), field="number"
        )
    identity = _write_document(person, kind, text, at)
    if kind == DocumentKind.IDENTITY_CARD:
        _take_from_number(person, text)
    record(by=by, at=at, verb="add_document", noun="person", key=str(person.pk), kind=str(kind))
    return identity


def add_number(*, person: Person, number: str, at: datetime) -> Identity:
    """Seals a normalised identity number. Call inside a transaction."""
    return _write_document(person, DocumentKind.IDENTITY_CARD, number, at)


def _write_document(person: Person, kind: str, number: str, at: datetime) -> Identity:
    """Sealed under the row's own id."""
    identity = Identity(person=person, kind=kind, known_at=at)
    identity.number_sealed = seal(f"people.identity.{identity.pk}", number)
    identity.number_index = document_index(kind, number)
    identity.save(force_insert=True)
    return identity


def _read_document(number: str) -> str:
    text = clean_document(number)
    if not MIN_DOCUMENT <= len(text) <= MAX_DOCUMENT:
        raise Refusal(
            "document.unreadable",
            _("请照证件填写号码，由数字、字母或汉字组成；没有号码可以不填。"),
            field="number",
        )
    return text


def _take_from_number(person: Person, number: str) -> None:
    read = read_identity_number(number)
    person.sex, person.born_on = person.sex or read.sex, person.born_on or read.born_on
    person.save(update_fields=["sex", "born_on"])


@action
def record_death(*, person: Person, died_on: date, by: Officer, at: datetime) -> Person:
    """An officer with a paper or of own knowledge; ends every membership after that day.

    Another day puts a wrong one right. Later modules read the journal: ("person", pk, "died").
    Raises Refusal for a day to come or before the birth.
    """
    check_can_record_death(by, person, day_of(at))
    if died_on > day_of(at) or (person.born_on and died_on < person.born_on):
        raise Refusal("death.day", _("死亡日期不能晚于今天，也不能早于出生日期。"), field="died_on")
    if person.died_on == died_on:
        return person
    _bound_memberships(person, died_on + timedelta(days=1), at)
    person.died_on = died_on
    person.save(update_fields=["died_on"])
    record(by=by, at=at, verb="record_death", noun="person", key=str(person.pk))
    note(noun="person", key=person.pk, verb="died", at=at)
    return person


@action
def retract_death(*, person: Person, reason: str, by: Officer, at: datetime) -> Person:
    """The person lives: memberships that ended with the recorded day go on. Both stay visible."""
    check_can_record_death(by, person, day_of(at))
    if person.died_on is None:
        return person
    _bound_memberships(person, None, at)
    person.died_on = None
    person.save(update_fields=["died_on"])
    record(by=by, at=at, verb="retract_death", noun="person", key=str(person.pk), reason=reason)
    note(noun="person", key=person.pk, verb="lives", at=at)
    return person


def _bound_memberships(person: Person, until: date | None, at: datetime) -> None:
    """Memberships that are open, or ended with the day recorded before, end with this one."""
    before = person.died_on + timedelta(days=1) if person.died_on else None
    rows = Membership.objects.filter(person_id__in=same_ids(person), superseded_at__isnull=True)
    for row in rows:
        if row.period.upper in (None, before) and row.period.upper != until:
            bound(row, until, at)


def bound(row: Membership, until: date | None, at: datetime) -> Membership | None:
    """Gives a membership another end: a new row; the old one stays, superseded. A row that would
    end before it began was never so, and gets no successor."""
    Membership.objects.filter(pk=row.pk).update(superseded_at=at)
    if until is not None and row.period.lower and until <= row.period.lower:
        return None
    return Membership.objects.create(
        household_id=row.household_id, person_id=row.person_id, relation=row.relation,
        standing=row.standing, period=DateRange(row.period.lower, until), known_at=at,
    )  # fmt: skip


def _write_name(person: Person, name: str, at: datetime) -> None:
    plain = clean_name(name)
    keys = name_keys(plain)
    PersonName.objects.create(
        person=person,
        name=plain,
        sort_key=keys.sort_key[:240],
        pinyin=keys.pinyin,
        initials=keys.initials,
        characters=keys.characters,
        valid_from=day_of(at),
        known_at=at,
    )
