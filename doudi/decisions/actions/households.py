"""Sending a household word of a matter of its award."""

from collections.abc import Mapping
from datetime import datetime

from doudi.common.actors import Actor
from doudi.common.transactions import action
from doudi.messaging.rules import Template
from doudi.people.actions.telling import tell
from doudi.people.models import Household
from doudi.people.states import Relation


@action
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
    """Its head, or whom `people` reaches instead where the head has died; by voice if need be."""
    rows = household.memberships.filter(superseded_at__isnull=True).select_related("person")
    head = rows.filter(relation=Relation.SELF).order_by("-pk").first() or rows.first()
    if head is None:
        return
    tell(
        household=household, person=head.person, template=template, values=values, noun=noun,
        key=key, once=once, by=by, at=at,
    )  # fmt: skip
