"""Who lives together, as the family declares it, and what it says about each."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.applications.actions.remarks import note_remark, settle_remark
from doudi.applications.guards import check_can_edit
from doudi.applications.models import Application, Named
from doudi.applications.queries.applications import is_listed, names_in
from doudi.applications.queries.declared import items
from doudi.applications.rules.people import Condition
from doudi.applications.states import RemarkCode
from doudi.audit.actions import record
from doudi.common.actors import Actor, Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.identity import read_identity_number
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.facts.actions import retract, state
from doudi.facts.states import SourceKind, Unknown
from doudi.people.actions.households import declare_member
from doudi.people.actions.households import drop_member as drop_from_household
from doudi.people.actions.payees import set_account as set_payee
from doudi.people.actions.persons import register, rename
from doudi.people.models import Person
from doudi.people.queries import by_number, current_name, members
from doudi.people.states import DocumentKind


@dataclass(frozen=True)
class Typed:
    """One person as typed. Without a number, `sex` ("M", "F", "") and `born_on` tell of him.

    `document` is the number of another paper of the kind `document_kind`, where there is one.
    """

    name: str
    relation: str
    number: str = ""
    sex: str = ""
    born_on: date | None = None
    condition: Condition = field(default_factory=Condition)
    document_kind: str = ""
    document: str = ""

    def without_number(self) -> "Typed":
        return replace(self, number="", document="")


@action
def add_member(*, application: Application, typed: Typed, by: Actor, at: datetime) -> Person:
    """Raises Refusal (field "number") when the number is unreadable.

    A wrong check digit, a missing number, a number typed twice, another name on record go in with
    a remark. The same person written twice is one member.
    """
    check_can_edit(by, application, day_of(at))
    person = known_or_new(typed, by, at)
    twice = is_listed(application, person, day_of(at))
    if twice and names_in(application, day_of(at))[person.pk] != typed.name:
        person = _of_same_number(typed, by, at)
        declare(application, person, typed.without_number(), by, at)
    elif person.pk != application.applicant_id:
        declare(application, person, typed, by, at)
    if twice:
        _remark_twice(application, person, by, at)
    record(
        by=by, at=at, verb="add_member", noun="application", key=application.pk, person=person.pk
    )
    return person


@action
def change_member(
    *, application: Application, person: Person, typed: Typed, by: Actor, at: datetime
) -> Person:
    """What was typed wrong is typed again; without a number the person stays who he is."""
    check_can_edit(by, application, day_of(at))
    _check_listed(application, person, day_of(at))
    if typed.number:
        other = known_or_new(typed, by, at)
        if is_listed(application, other, day_of(at)) and other.pk != person.pk:
            typed = typed.without_number()
            _remark_twice(application, person, by, at)
        elif other.pk != person.pk:
            return _replace(application, person, other, typed, by, at)
    declare(application, person, typed, by, at)
    record(
        by=by, at=at, verb="change_member", noun="application", key=application.pk,
        person=person.pk,
    )  # fmt: skip
    return person


def _of_same_number(typed: Typed, by: Actor, at: datetime) -> Person:
    """Somebody else to whom the number of a listed member was typed: a person without a number."""
    read = read_identity_number(typed.number) if typed.number else None
    return register(
        name=typed.name,
        sex=read.sex if read else typed.sex,
        born_on=read.born_on if read else typed.born_on,
        by=by,
        at=at,
    )


def _remark_twice(application: Application, person: Person, by: Actor, at: datetime) -> None:
    note_remark(application=application, code=RemarkCode.NUMBER_TWICE, person=person, by=by, at=at)


@action
def drop_member(*, application: Application, person: Person, by: Actor, at: datetime) -> None:
    """With everything declared about him. The applicant stays.

    Whom an officer has confirmed stays too, with a remark that the family says otherwise.
    """
    check_can_edit(by, application, day_of(at))
    if person.pk == application.applicant_id:
        raise Refusal("member.applicant", _("申请人不能从名单里去掉。要换申请人，请重新填写一份。"))
    if _is_confirmed(application, person, day_of(at)):
        code = RemarkCode.MOVED_AWAY
        note_remark(application=application, code=code, person=person, by=by, at=at)
    else:
        _leave(application, person, by, at)
    record(
        by=by, at=at, verb="drop_member", noun="application", key=application.pk, person=person.pk
    )


@action
def set_account(
    *, application: Application, holder: Person, bank: str, number: str, by: Actor, at: datetime
) -> None:
    """Where money would go. Raises Refusal (account.unreadable) with field "number"."""
    check_can_edit(by, application, day_of(at))
    _check_listed(application, holder, day_of(at))
    try:
        set_payee(
            household=application.household, holder=holder, bank=bank, number=number, by=by, at=at
        )
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field="number") from None
    record(by=by, at=at, verb="set_account", noun="application", key=application.pk)


def known_or_new(typed: Typed, by: Actor, at: datetime) -> Person:
    """A number typed on a family's phone never changes the name on record of who holds it."""
    if not typed.number:
        return _without_number(typed, by, at)
    try:
        read = read_identity_number(typed.number)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field="number") from None
    if read.born_on > day_of(at):
        sentence = _("身份证号码里的出生日期在今天以后，请核对。")
        raise Refusal("identity.impossible_date", sentence, field="number")
    known = by_number(read.text)
    if known is not None and isinstance(by, Citizen):
        return known
    return register(name=typed.name, number=read.text, by=by, at=at)


def _without_number(typed: Typed, by: Actor, at: datetime) -> Person:
    """Another paper, or none at all: a person without a number is a person."""
    if typed.born_on and typed.born_on > day_of(at):
        raise Refusal("birth.future", _("出生日期在今天以后，请核对。"), field="born_on")
    known = {"name": typed.name, "sex": typed.sex, "born_on": typed.born_on, "by": by, "at": at}
    if not typed.document.strip():
        return register(**known)  # type: ignore[arg-type]
    try:
        kind = typed.document_kind or DocumentKind.OTHER
        return register(number=typed.document, document_kind=kind, **known)  # type: ignore[arg-type]
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field="document") from None


def declare(
    application: Application, person: Person, typed: Typed, by: Actor, at: datetime
) -> None:
    """Membership, name as typed, conditions and remarks. Call inside a transaction."""
    Named.objects.update_or_create(
        application=application, person=person, defaults={"name": typed.name, "typed_at": at}
    )
    if not _is_confirmed(application, person, day_of(at)):
        declare_member(
            household=application.household, person=person, relation=typed.relation, by=by, at=at
        )
    if isinstance(by, Officer) or _only_here(application, person):
        rename(person=person, name=typed.name, by=by, at=at)
    _state_condition(application, person, typed.condition, by, at)
    _remark_identity(application, person, typed, by, at)


def _only_here(application: Application, person: Person) -> bool:
    """First named in this application and in no other: a typing fault may still be put right."""
    elsewhere = person.memberships.exclude(household=application.household).exists()
    return person.created_at >= application.started_at and not elsewhere


@in_chinese
def _state_condition(
    application: Application, person: Person, condition: Condition, by: Actor, at: datetime
) -> None:
    for attribute, value in condition.facts().items():
        state(
            household=application.household,
            person=person,
            attribute=attribute,
            value=value,
            unknown=Unknown.NOT_ANSWERED if value is None else "",
            source_kind=SourceKind.DECLARED,
            source=_("本人申报"),
            source_key=str(application.key),
            as_of=day_of(at),
            by=by,
            at=at,
        )


def _remark_identity(
    application: Application, person: Person, typed: Typed, by: Actor, at: datetime
) -> None:
    found = {
        RemarkCode.NO_NUMBER: not typed.number and not person.identities.exists(),
        RemarkCode.NAME_DIFFERS: current_name(person) != typed.name,
    }
    if typed.number:
        fits = read_identity_number(typed.number).check_digit_fits
        found[RemarkCode.WRONG_CHECK_DIGIT] = not fits
    for code, holds in found.items():
        act = note_remark if holds else settle_remark
        act(application=application, code=code, person=person, by=by, at=at)


def _replace(
    application: Application, person: Person, other: Person, typed: Typed, by: Actor, at: datetime
) -> Person:
    """The number belonged to somebody else: the declarations move to the right person."""
    _leave(application, person, by, at)
    declare(application, other, typed, by, at)
    if person.pk == application.applicant_id:
        application.applicant = other
        application.save(update_fields=["applicant"])
    record(
        by=by, at=at, verb="replace_member", noun="application", key=application.pk,
        person=person.pk, other=other.pk,
    )  # fmt: skip
    return other


def _leave(application: Application, person: Person, by: Actor, at: datetime) -> None:
    household, on = application.household, day_of(at)
    for one in items(application, on=on, known=at):
        if one.person_id == person.pk:
            retract(
                household=household, attribute=one.attribute, person=person, item=one.id,
                source_kind=SourceKind.DECLARED, by=by, at=at,
            )  # fmt: skip
    for attribute in Condition().facts():
        retract(
            household=household, attribute=attribute, person=person,
            source_kind=SourceKind.DECLARED, by=by, at=at,
        )  # fmt: skip
    drop_from_household(household=household, person=person, by=by, at=at)
    application.named.filter(person=person).delete()
    application.remarks.filter(person=person, settled_at__isnull=True).update(settled_at=at)


def _check_listed(application: Application, person: Person, on: date) -> None:
    if not is_listed(application, person, on):
        raise Refusal("member.none", _("名单里没有这个人，请返回重新选择。"), field="person")


def _is_confirmed(application: Application, person: Person, on: date) -> bool:
    known = members(application.household, on)
    return any(one.person.pk == person.pk and one.standing == "confirmed" for one in known)
