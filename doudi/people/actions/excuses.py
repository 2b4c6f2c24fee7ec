"""A named officer's reason instead of a member's signature."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.crypto import seal
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.people.guards import check_can_excuse
from doudi.people.models import Household, Person, SignatureExcuse
from doudi.people.queries.excuses import excuse_context
from doudi.people.queries.households import members


@action
def excuse(
    *,
    household: Household,
    person: Person,
    ground: str,
    reason: str,
    paper: bytes | None = None,
    by: Officer,
    at: datetime,
) -> SignatureExcuse:
    """The case goes on without this member's letter, and this member is shown nothing of it.

    `reason` is kept sealed; `paper` is a scan or photograph. One in force for each member.
    """
    check_can_excuse(by, household, day_of(at))
    if person.pk not in {one.person.pk for one in members(household, day_of(at))}:
        raise Refusal("excuse.member", _("这个人不在家庭成员里，请核对。"), field="person")
    if not reason.strip():
        raise Refusal("excuse.reason", _("请写明为什么不要求签名。"), field="reason")
    held = household.excuses.filter(person=person, ended_at__isnull=True).first()
    if held:
        raise Refusal("excuse.twice", _("这位成员已经登记过。要改，请先结束原来的登记。"))
    made = SignatureExcuse(
        household=household, person=person, ground=ground, excused_at=at, excused_by_id=by.post_id
    )
    made.reason_sealed = seal(excuse_context(made), reason.strip())
    if paper:
        made.paper = store(
            content=paper, kind="scan", owner_noun="household", owner_key=household.pk,
            sensitivity="sensitive", by=by, at=at,
        )  # fmt: skip
    made.save()
    record(
        by=by, at=at, verb="excuse", noun="household", key=str(household.pk), person=person.pk,
        ground=str(ground),
    )  # fmt: skip
    note(noun="household", key=household.pk, verb="excused", at=at)
    return made


@action
def end_excuse(*, excuse: SignatureExcuse, by: Officer, at: datetime) -> None:
    """The ground is gone: the letter is asked for again, and the member may see again."""
    check_can_excuse(by, excuse.household, day_of(at))
    ended = SignatureExcuse.objects.filter(pk=excuse.pk, ended_at__isnull=True).update(ended_at=at)
    if ended:
        record(
            by=by, at=at, verb="end_excuse", noun="household", key=str(excuse.household_id),
            person=excuse.person_id,
        )  # fmt: skip
