"""Reading parameters: stored bundles, and the bundle in force with the place's own values."""

from datetime import date

from django.db.models import QuerySet

from doudi.policies.models import Bundle, ParameterValue
from doudi.policies.rules import parameters
from doudi.policies.rules.parameters import Dated


def bundle(sha256: str) -> parameters.Bundle:
    """The stored bundle of that hash. Raises `Bundle.DoesNotExist`."""
    return parameters.Bundle(Bundle.objects.get(sha256=sha256).content)


def in_force() -> QuerySet[ParameterValue]:
    """Checked and not put right since, of all days."""
    return ParameterValue.objects.filter(checked_at__isnull=False, superseded_at__isnull=True)


def own_values(on: date) -> list[Dated]:
    """The checked values in force on a day, of all places."""
    rows = in_force().filter(from_on__lte=on)
    return [dated(row) for row in rows if row.until_on is None or on < row.until_on]


def bundle_for(place: str, on: date) -> parameters.Bundle:
    """The bundle in force: the nearest place wins, its own values before the shipped baseline."""
    return parameters.bundle_for(place, on, own_values(on))


def dated(row: ParameterValue) -> Dated:
    """The row as rules read it."""
    value = row.value
    if row.period:
        value = {"amount_fen": row.value, "period": row.period}
    return Dated(
        row.key, row.place, value, row.from_on, row.until_on, row.basis, row.standing,
        row.taken_from,
    )  # fmt: skip
