"""An application that begins with the answers of a self-assessment already filled in."""

from collections.abc import Sequence
from datetime import datetime

from doudi.accounts.models import Place
from doudi.applications.actions import items as item_actions
from doudi.applications.actions.members import Typed, add_member
from doudi.applications.actions.starting import start
from doudi.applications.models import Application
from doudi.applications.rules.filling import FilledItem
from doudi.audit.actions import record
from doudi.common.actors import Citizen
from doudi.common.transactions import action


@action
def start_filled_in(
    *,
    place: Place,
    people: Sequence[Typed],
    items: Sequence[FilledItem],
    registration: str,
    address: str = "",
    by: Citizen,
    at: datetime,
) -> Application:
    """A draft with the applicant (the first of `people`), the members and what they told.

    It is the family's to look through and change before it is submitted. Raises Refusal as `start`
    and `add_member` do.
    """
    application = start(
        place=place, typed=people[0], registration=registration, address=address, by=by, at=at
    )
    persons = [application.applicant]
    persons += [add_member(application=application, typed=one, by=by, at=at) for one in people[1:]]
    for one in items:
        item_actions.declare_item(
            application=application,
            typed=_typed(one),
            person=None if one.owner is None else persons[one.owner],
            by=by,
            at=at,
        )
    record(by=by, at=at, verb="fill_in", noun="application", key=application.pk, items=len(items))
    return application


def _typed(one: FilledItem) -> item_actions.Typed:
    return item_actions.Typed(
        kind=one.kind, known=one.known, amount_fen=one.fen, per=one.per, count=one.count,
        area_m2=one.area_m2, code=one.code,
    )  # fmt: skip
