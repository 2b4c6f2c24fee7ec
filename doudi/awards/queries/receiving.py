"""Who is on aid today, of any programme."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from doudi.awards.models import Beneficiary
from doudi.awards.states import State


def receiving(person_ids: Iterable[int], on: date) -> set[int]:
    """Those of these people who belong to an award that has not ended; a held one counts too."""
    rows = Beneficiary.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        Q(award__valid_until__isnull=True) | Q(award__valid_until__gt=on),
        person_id__in=list(person_ids),
        award__state__in=[State.ACTIVE, State.SUSPENDED],
    )
    return set(rows.values_list("person_id", flat=True))
