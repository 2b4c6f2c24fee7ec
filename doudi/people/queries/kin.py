"""The register of relatives: who must file, whose case this is, and who may not act on it.

Only the county reads the register. What others learn is one sentence to the person concerned:
this family is your own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.models import Post
from doudi.accounts.queries import covers, place_codes, under
from doudi.accounts.queries.posts import valid_posts
from doudi.accounts.states import Duty
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.crypto import unseal
from doudi.common.identity import mask_number
from doudi.common.refusals import Forbidden
from doudi.common.remembered import remembered_until_written
from doudi.people.models import Household, Identity, KinEntry, KinFiling, Membership

READERS = (Duty.COUNTY_REVIEWER, Duty.AUDITOR)


@dataclass(frozen=True)
class Hit:
    """A member of the household is a relative of `user_id`, as that user filed."""

    entry: KinEntry
    person_id: int
    user_id: int
    filed_at: datetime


@dataclass(frozen=True)
class Relative:
    """One relative in the clear, for the person who filed and for the county."""

    id: UUID
    relation: str
    name: str
    number: str


def current_filing(user_id: int) -> KinFiling | None:
    return KinFiling.objects.filter(user_id=user_id, superseded_at__isnull=True).first()


def needs_filing(user_id: int, on: date) -> str:
    """Why this officer must file now: "yearly", "new_post", or "" when nothing is due.

    Once a calendar year, and anew when a post began after the last filing.
    """
    filing = current_filing(user_id)
    if filing is None or filing.year < on.year:
        return "yearly"
    newest = valid_posts(on).filter(user_id=user_id).aggregate(day=Max("valid_from"))["day"]
    return "new_post" if newest and newest > day_of(filing.filed_at) else ""


def is_due(filing: KinFiling | None, post: Post, on: date) -> bool:
    """As `needs_filing`, for one line of the register."""
    if filing is None or filing.year < on.year:
        return True
    return post.valid_from > day_of(filing.filed_at)


def relatives_of(filing: KinFiling) -> list[Relative]:
    """In the clear; the caller's action puts the look into the trail."""
    return [
        Relative(one.pk, str(one.get_relation_display()), _clear(one, "name"), _masked(one))
        for one in filing.entries.order_by("relation", "pk")
    ]


def in_clear(entry: KinEntry) -> tuple[str, str]:
    """Name and number; the number is '' where it was not known."""
    return _clear(entry, "name"), _clear(entry, "number")


def _clear(entry: KinEntry, column: str) -> str:
    sealed = getattr(entry, f"{column}_sealed")
    return unseal(f"people.kin_entry.{entry.pk}.{column}", sealed).decode() if sealed else ""


def _masked(entry: KinEntry) -> str:
    number = _clear(entry, "number")
    return mask_number(number) if number else ""


def _members(households: Iterable[int], on: date) -> QuerySet[Membership]:
    """Declared and confirmed alike: a relative may be named in either."""
    return Membership.objects.filter(
        household_id__in=sorted(households), superseded_at__isnull=True, period__contains=on
    )


def _on_register(persons: QuerySet[Any]) -> list[KinEntry]:
    """Entries in force that name any of these persons.

    Nearly always there are none: the wide rows are asked for only where there are.
    """
    held = Identity.objects.filter(person_id__in=persons, superseded_at__isnull=True)
    entries = KinEntry.objects.filter(
        number_index__in=held.values("number_index"), filing__superseded_at__isnull=True
    )
    found = list(entries.values_list("pk", flat=True))
    if not found:
        return []
    whole = KinEntry.objects.filter(pk__in=found)
    whole = whole.select_related("filing__user", "filing__post__office")
    return list(whole.order_by("filing__filed_at", "pk"))


def hits_of_households(households: Iterable[int], on: date) -> dict[int, list[Hit]]:
    """Members who are relatives of somebody on the register (art. 11), by household; only those
    with a hit."""
    return _hits(frozenset(households), on)


@remembered_until_written
def _hits(households: frozenset[int], on: date) -> dict[int, list[Hit]]:
    members = _members(households, on)
    entries = _on_register(members.values("person_id"))
    if not entries:
        return {}
    holders: dict[bytes, set[tuple[int, int]]] = {}
    in_force = members.filter(person__identities__superseded_at__isnull=True)
    index_of = "person__identities__number_index"
    for household_id, person_id, index in in_force.values_list("household", "person", index_of):
        if index:
            holders.setdefault(bytes(index), set()).add((household_id, person_id))
    found: dict[int, list[Hit]] = {}
    for entry in entries:
        for household_id, person_id in sorted(holders.get(bytes(entry.number_index or b""), ())):
            hit = Hit(entry, person_id, entry.filing.user_id, entry.filing.filed_at)
            found.setdefault(household_id, []).append(hit)
    return found


def hits(household: Household, on: date) -> list[Hit]:
    """As `hits_of_households`, of one."""
    return hits_of_households([household.pk], on).get(household.pk, [])


def is_kin(user_id: int, household: Household, on: date) -> bool:
    return any(hit.user_id == user_id for hit in hits(household, on))


def own_kin(by: Actor, households: Iterable[int], on: date) -> set[int]:
    """Those of these households in which the officer has a relative; three queries at most."""
    if not isinstance(by, Officer):
        return set()
    found = hits_of_households(households, on)
    return {home for home, all_ in found.items() if any(one.user_id == by.user_id for one in all_)}


def check_not_kin(by: Actor, household: Household, on: date) -> None:
    """Nobody acts on a case of own kin (design, invariant 6). Raises Forbidden."""
    if isinstance(by, Officer) and is_kin(by.user_id, household, on):
        raise Forbidden("kin.own", _("这一家有您备案的近亲属，请交给其他同事办理。"))


def check_can_open(by: Officer, filing: KinFiling, on: date) -> None:
    """Only the county, for officers of its own places: no town sees the register."""
    if by.duty not in READERS or not covers(by, filing.post.office.seat, on):
        raise Forbidden("kin.county", _("近亲属备案登记册只由区县民政和审计岗位查阅。"))


def in_reach(by: Officer, on: date) -> QuerySet[Post]:
    """Posts whose offices sit in the places of this post: those whose filings the county keeps."""
    reached = under(place_codes(by, on), "office__seat__code")
    return valid_posts(on).filter(reached).order_by("office__code", "user__name", "pk")


def filings_in_reach(by: Officer, on: date) -> QuerySet[KinFiling]:
    reached = Q(user_id__in=in_reach(by, on).values("user_id"))
    found = KinFiling.objects.filter(reached, superseded_at__isnull=True)
    return found.select_related("user", "post__office")


def filings_of(user_ids: Iterable[int]) -> dict[int, KinFiling]:
    """The filing in force of each user."""
    found = KinFiling.objects.filter(user_id__in=list(user_ids), superseded_at__isnull=True)
    return {one.user_id: one for one in found}
