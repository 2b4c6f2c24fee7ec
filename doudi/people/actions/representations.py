"""Who stands in for a person: a guardian, a proxy with a paper, a helper, an office."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Office
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.people.actions.persons import register
from doudi.people.guards import check_can_represent
from doudi.people.models import Person, Representation
from doudi.people.queries.merges import same_ids
from doudi.people.states import RepresentationKind


@action
def represent(
    *,
    person: Person,
    kind: str,
    by_person: Person | None = None,
    by_number: str = "",
    by_name: str = "",
    by_office: Office | None = None,
    ground: str,
    paper: bytes | None = None,
    valid_from: date,
    valid_until: date | None = None,
    by: Officer,
    at: datetime,
) -> Representation:
    """Either `by_person`, or `by_office` for whoever has no guardian (民法典 art. 31, 32).

    Somebody not on record is named by `by_number` and `by_name`, and registered.
    A proxy needs the paper (委托书). `ground` names the paper or the law. Raises Refusal.
    """
    check_can_represent(by, person, day_of(at))
    if by_person is None and by_number:
        by_person = _outsider(by_number, by_name, by, at)
    _check_one(person, kind, by_person, by_office)
    if not ground.strip():
        raise Refusal("representation.ground", _("请写明依据。"), field="ground")
    if kind == RepresentationKind.PROXY and not paper:
        raise Refusal("representation.paper", _("委托别人办理，要有委托书。"), field="paper")
    if valid_until is not None and valid_until <= valid_from:
        raise Refusal("representation.until", _("截止日期要晚于开始日期。"), field="valid_until")
    made = Representation(
        person=person, kind=kind, by_person=by_person, by_office=by_office, ground=ground.strip(),
        valid_from=valid_from, valid_until=valid_until, recorded_by_id=by.post_id, known_at=at,
    )  # fmt: skip
    if paper:
        made.paper = store(
            content=paper, kind="scan", owner_noun="person", owner_key=person.pk,
            sensitivity="sensitive", by=by, at=at,
        )  # fmt: skip
    made.save()
    record(by=by, at=at, verb="represent", noun="person", key=str(person.pk), kind=str(kind))
    return made


@action
def end(*, representation: Representation, by: Officer, at: datetime) -> None:
    """From this moment it counts no more; the row stays."""
    check_can_represent(by, representation.person, day_of(at))
    open_ = Representation.objects.filter(pk=representation.pk, ended_at__isnull=True)
    if open_.update(ended_at=at):
        record(
            by=by, at=at, verb="end_representation", noun="person",
            key=str(representation.person_id),
        )  # fmt: skip


def _outsider(number: str, name: str, by: Officer, at: datetime) -> Person:
    if not name.strip():
        raise Refusal("representation.name", _("请填写代理人姓名。"), field="name")
    try:
        return register(name=name, number=number, by=by, at=at)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field="number") from None


def _check_one(
    person: Person, kind: str, by_person: Person | None, by_office: Office | None
) -> None:
    if (kind == RepresentationKind.OFFICE) != (by_office is not None):
        raise Refusal("representation.office", _("请选择代为申请的单位。"), field="by_office")
    if (by_person is None) == (by_office is None):
        raise Refusal("representation.by", _("请选择由谁代理。"), field="by_person")
    if by_person is not None and by_person.pk in same_ids(person):
        raise Refusal("representation.self", _("本人不用代理自己。"), field="by_person")
