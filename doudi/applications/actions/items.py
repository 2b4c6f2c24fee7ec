"""What the family lives on, owns and must pay, as it declares it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from doudi.applications.guards import check_can_edit
from doudi.applications.models import Application
from doudi.applications.queries.applications import is_listed
from doudi.applications.queries.declared import Item
from doudi.applications.queries.declared import item as find_item
from doudi.applications.rules.items import SHAPES, item_of, value_of
from doudi.audit.actions import record
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.facts.actions import retract, state
from doudi.facts.models import Fact
from doudi.facts.states import SourceKind, Unknown
from doudi.people.models import Person


@dataclass(frozen=True)
class Typed:
    """One item as typed. `known` False: 不清楚, which is unknown and never 0.

    `amount_fen` is per `per` (month, year; once for belongings); `months` in which a monthly
    amount came, of the twelve before the application.
    """

    kind: str
    known: bool = True
    amount_fen: int | None = None
    per: str = "year"
    months: int = 12
    count: int = 1
    area_m2: int | None = None
    code: str = ""


@action
@in_chinese
def declare_item(
    *,
    application: Application,
    typed: Typed,
    person: Person | None = None,
    item_id: str = "",
    by: Actor,
    at: datetime,
) -> Fact:
    """A new item, or with `item_id` another word about one declared before."""
    check_can_edit(by, application, day_of(at))
    if person is not None:
        _check_member(application, person, day_of(at))
    if item_id:
        _take_back(application, item_id, by, at)
    shape = SHAPES[typed.kind]
    value = None
    if typed.known:
        value = value_of(
            kind=typed.kind, amount_fen=typed.amount_fen, per=typed.per, months=typed.months,
            count=typed.count, area_m2=typed.area_m2, code=typed.code,
        )  # fmt: skip
    fact = state(
        household=application.household,
        attribute=shape.attribute,
        person=person,
        item=item_of(typed.kind, uuid4().hex[:12], typed.per),
        value=value,
        unknown="" if typed.known else Unknown.NOT_ANSWERED,
        unit="fen",
        source_kind=SourceKind.DECLARED,
        source=_("本人申报"),
        source_key=str(application.key),
        as_of=day_of(at),
        by=by,
        at=at,
    )
    record(by=by, at=at, verb="declare_item", noun="application", key=application.pk, fact=fact.pk)
    return fact


@action
def drop_item(*, application: Application, item_id: str, by: Actor, at: datetime) -> None:
    """The family takes a declared item back; the row stays, marked superseded."""
    check_can_edit(by, application, day_of(at))
    _take_back(application, item_id, by, at)
    record(by=by, at=at, verb="drop_item", noun="application", key=application.pk)


def _take_back(application: Application, item_id: str, by: Actor, at: datetime) -> Item:
    found = find_item(application, item_id, on=day_of(at), known=at)
    if found is None:
        raise Refusal("item.none", _("这一项已经不在了，请返回查看。"))
    person = Person.objects.get(pk=found.person_id) if found.person_id else None
    retract(
        household=application.household, attribute=found.attribute, person=person, item=item_id,
        source_kind=SourceKind.DECLARED, by=by, at=at,
    )  # fmt: skip
    return found


def _check_member(application: Application, person: Person, on: date) -> None:
    if not is_listed(application, person, on):
        raise Refusal("member.none", _("名单里没有这个人，请重新选择。"), field="person")
