"""How somebody wants to be told: the way, the hours, the language, what to bear in mind."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.people.guards import check_can_wish
from doudi.people.models import ContactWish, Household, Person
from doudi.people.queries.merges import same_ids
from doudi.people.queries.telling import wish_of
from doudi.people.states import TellingWay


@action
def record_wish(
    *,
    household: Household,
    person: Person,
    way: str,
    hours: str = "",
    language: str = "",
    needs: Iterable[str] = (),
    helper: Person | None = None,
    by: Actor,
    at: datetime,
) -> ContactWish:
    """The same wish again changes nothing. Raises Refusal where a helper is wanted and unnamed."""
    check_can_wish(by, household, person, day_of(at))
    return write_wish(
        person=person, way=way, hours=hours, language=language, needs=needs, helper=helper,
        by=by, at=at,
    )  # fmt: skip


@action
def write_wish(
    *,
    person: Person,
    way: str,
    hours: str = "",
    language: str = "",
    needs: Iterable[str] = (),
    helper: Person | None = None,
    by: Actor,
    at: datetime,
) -> ContactWish:
    """For a caller who has checked that `by` may speak for the person, as with an application."""
    if way == TellingWay.HELPER and helper is None:
        raise Refusal("wish.helper", _("请选择告诉哪位帮办人。"), field="helper")
    values = {
        "way": way, "hours": hours.strip(), "language": language.strip(),
        "needs": sorted(set(needs)), "helper": helper if way == TellingWay.HELPER else None,
    }  # fmt: skip
    held = wish_of(person)
    if held and all(getattr(held, name) == value for name, value in values.items()):
        return held
    ContactWish.objects.filter(person_id__in=same_ids(person), superseded_at__isnull=True).update(
        superseded_at=at
    )
    wish = ContactWish.objects.create(
        person=person, known_at=at, recorded_by_id=by.post_id if isinstance(by, Officer) else None,
        **values,
    )  # fmt: skip
    record(by=by, at=at, verb="record_wish", noun="person", key=str(person.pk))
    return wish
