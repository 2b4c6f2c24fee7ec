"""Telling a family of its case; kept apart as several actions do it."""

from datetime import datetime

from doudi.accounts.states import UserKind
from doudi.applications.models import Request
from doudi.common.actors import Actor
from doudi.common.transactions import action
from doudi.decisions.queries.words import programme_name
from doudi.messaging.rules import Template
from doudi.people.actions.telling import tell as tell_family


@action
def tell(
    *,
    request: Request,
    template: Template,
    once: object,
    by: Actor,
    at: datetime,
    **values: object,
) -> None:
    """To the sign-ins and phones that the family uses; by a task for a family without any."""
    application = request.application
    starter = application.started_by
    known = {"programme": programme_name(request.programme), **values}
    tell_family(
        household=application.household,
        person=application.applicant,
        template=template,
        values={name: known[name] for name in template.fields},
        noun="application",
        key=application.key,
        once=f"{template.code}:{once}",
        by=by,
        at=at,
        also_users=[starter.pk] if starter.kind == UserKind.CITIZEN else [],
    )
