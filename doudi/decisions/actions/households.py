"""Sending a household word of a matter of its award."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.messaging.actions import send
from doudi.messaging.rules import Template, inbox_of
from doudi.people.models import Household, Login
from doudi.people.queries import adults, kept_from


@transaction.atomic
def tell_household(
    *,
    household: Household,
    template: Template,
    values: Mapping[str, object],
    noun: str,
    key: object,
    once: str,
    by: Actor,
    at: datetime,
) -> None:
    """One message to each adult's sign-in; none to whom the household is kept from."""
    on = day_of(at)
    grown = [one.person for one in adults(household, on)]
    ids = [person.pk for person in grown if not kept_from(person, household, on)]
    users = Login.objects.filter(person_id__in=ids, revoked_at__isnull=True)
    for user_id in sorted(set(users.values_list("user_id", flat=True))):
        send(
            to=inbox_of(user_id), template=template.code, values=dict(values), by=by, at=at,
            noun=noun, key=key, once=f"{once}:{user_id}",
        )  # fmt: skip
