"""One human being under two keys: put together, and taken apart again."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.people.guards import check_can_merge
from doudi.people.models import Merge, Person
from doudi.people.queries.merges import same_ids


@action
def merge(*, person: Person, same: Person, reason: str, by: Officer, at: datetime) -> Merge:
    """From now on `same` is found as `person`; nothing that points at either is rewritten.

    By the county's reviewer, with a reason. Later modules read the journal: (person, merged).
    """
    check_can_merge(by, (person, same), day_of(at))
    if not reason.strip():
        raise Refusal("merge.reason", _("请写明为什么是同一个人。"), field="reason")
    if same.pk in same_ids(person):
        raise Refusal("merge.same", _("这两份档案已经是同一个人。"))
    made = Merge.objects.create(
        person=person, same=same, reason=reason.strip(), merged_at=at, merged_by_id=by.post_id
    )
    record(by=by, at=at, verb="merge", noun="person", key=str(person.pk), same=same.pk)
    note(noun="person", key=person.pk, verb="merged", at=at)
    return made


@action
def unmerge(*, merge: Merge, by: Officer, at: datetime) -> Merge:
    """They are two after all; who merged and who took apart both stay written."""
    check_can_merge(by, (merge.person, merge.same), day_of(at))
    if merge.reversed_at is None:
        merge.reversed_at, merge.reversed_by_id = at, by.post_id
        merge.save(update_fields=["reversed_at", "reversed_by"])
        record(
            by=by, at=at, verb="unmerge", noun="person", key=str(merge.person_id),
            same=merge.same_id,
        )  # fmt: skip
        note(noun="person", key=merge.person_id, verb="unmerged", at=at)
    return merge
