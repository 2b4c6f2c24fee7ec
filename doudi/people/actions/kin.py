"""近亲属备案: filing one's relatives, and opening what somebody filed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.crypto import blind_index, seal
from doudi.common.identity import read_identity_number
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.people.models import KinEntry, KinFiling
from doudi.people.queries.kin import (
    Relative,
    check_can_open,
    current_filing,
    in_clear,
    needs_filing,
    relatives_of,
)
from doudi.people.states import KinReason, KinRelation

MOST = 40


@dataclass(frozen=True)
class Named:
    """One relative as typed; `number` may be unknown: then nothing compares by itself."""

    relation: str
    name: str
    number: str = ""


@action
def file_kin(
    *, relatives: Sequence[Named], keep: Iterable[UUID] = (), by: Officer, at: datetime
) -> KinFiling:
    """Declares the officer's close relatives, or none; it replaces what was filed before.

    `keep`: entries of the filing before that are still so.

    Raises Refusal with the field at fault (`name-0`, `number-0`, …).
    """
    on = day_of(at)
    if len(relatives) > MOST:
        raise Refusal("kin.many", _("一次最多填 %(n)s 人。") % {"n": MOST})
    standing = current_filing(by.user_id)
    reason = needs_filing(by.user_id, on) or KinReason.CORRECTION
    if standing is not None:
        standing.superseded_at = at
        standing.save(update_fields=["superseded_at"])
    filing = KinFiling.objects.create(
        user_id=by.user_id, year=on.year, reason=reason, post_id=by.post_id, filed_at=at
    )
    for place, one in enumerate(relatives):
        _write(filing, one, place)
    if standing is not None:
        _carry_over(filing, standing, set(keep))
    record(
        by=by, at=at, verb="file", noun="kin_filing", key=filing.pk, entries=filing.entries.count(),
        why=str(reason),
    )  # fmt: skip
    note(noun="kin_filing", key=filing.pk, verb="filed", at=at)
    return filing


def _write(filing: KinFiling, one: Named, place: int) -> None:
    if one.relation not in KinRelation.values:
        raise Refusal("kin.relation", _("请选择亲属关系。"), field=f"relation-{place}")
    if not one.name.strip():
        raise Refusal("kin.name", _("请填写亲属姓名。"), field=f"name-{place}")
    entry = KinEntry(filing=filing, relation=one.relation)
    context = f"people.kin_entry.{entry.pk}"
    entry.name_sealed = seal(f"{context}.name", one.name.strip())
    if one.number.strip():
        number = _read(one.number, place)
        entry.number_sealed = seal(f"{context}.number", number)
        entry.number_index = blind_index("identity", number)
    entry.save(force_insert=True)


def _carry_over(filing: KinFiling, before: KinFiling, keep: set[UUID]) -> None:
    """Each value is sealed anew under the new entry's own id."""
    for place, old in enumerate(before.entries.filter(pk__in=keep)):
        name, number = in_clear(old)
        _write(filing, Named(old.relation, name, number), place)


def _read(number: str, place: int) -> str:
    try:
        return read_identity_number(number).text
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, field=f"number-{place}") from None


@action
def open_filing(*, filing: KinFiling, purpose: str, by: Officer, at: datetime) -> list[Relative]:
    """What somebody filed, for the county and the auditor; who looked and why is in the trail."""
    check_can_open(by, filing, day_of(at))
    if not purpose.strip():
        raise Refusal("kin.purpose", _("请写明查看的用途。"), field="purpose")
    record(by=by, at=at, verb="open", noun="kin_filing", key=filing.pk, reason=purpose.strip())
    return relatives_of(filing)
