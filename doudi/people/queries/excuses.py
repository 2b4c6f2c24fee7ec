"""Whose letter is not asked for, and who therefore sees nothing of a case."""

from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from doudi.common.clock import BEIJING
from doudi.common.crypto import unseal
from doudi.common.remembered import remembered_until_written
from doudi.people.models import Household, Person, SignatureExcuse
from doudi.people.queries.merges import same_ids


@remembered_until_written
def excused(household: Household, on: date) -> frozenset[int]:
    """Ids of the members whose signature a named officer's reason replaces on this day."""
    return frozenset(_standing(on).filter(household=household).values_list("person_id", flat=True))


def kept_from(person: Person, household: Household, on: date) -> bool:
    """Whether nothing of this household's cases may be shown or sent to this person.

    So for everybody whose signature is excused, on whatever ground: whoever asks for shelter from
    somebody must not be found through us.
    """
    return bool(same_ids(person) & excused(household, on))


def kept_households(person: Person, on: date) -> frozenset[int]:
    """Ids of the households of which this person is shown nothing."""
    rows = _standing(on).filter(person_id__in=same_ids(person))
    return frozenset(rows.values_list("household_id", flat=True))


def excuses_of(household: Household) -> QuerySet[SignatureExcuse]:
    """In force, the newest first."""
    rows = household.excuses.filter(ended_at__isnull=True)
    return rows.select_related("person", "excused_by__user", "paper").order_by("-excused_at", "-pk")


def reason_of(excuse: SignatureExcuse) -> str:
    """The officer's words in clear, for officers of the case only."""
    return unseal(excuse_context(excuse), excuse.reason_sealed).decode()


def excuse_context(excuse: SignatureExcuse) -> str:
    return f"people.excuse.{excuse.household_id}.{excuse.person_id}"


def _standing(on: date) -> QuerySet[SignatureExcuse]:
    """Standing at the end of a day; one ended today is over."""
    night = datetime.combine(on, time.max, tzinfo=BEIJING)
    return SignatureExcuse.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=night), excused_at__lte=night
    )
