"""Sending a family word of its case; kept apart as four actions do it."""

from datetime import datetime

from django.db import transaction

from doudi.accounts.states import UserKind
from doudi.applications.models import Request
from doudi.common.actors import Actor
from doudi.decisions.queries.words import programme_name
from doudi.messaging.actions import send
from doudi.messaging.rules import Template, inbox_of
from doudi.people.models import Login


@transaction.atomic
def tell(
    *,
    request: Request,
    template: Template,
    once: object,
    by: Actor,
    at: datetime,
    **values: object,
) -> None:
    """One message to each sign-in that the family uses; none for a family without a phone."""
    for user_id in _readers(request):
        send(
            to=inbox_of(user_id),
            template=template.code,
            values={"programme": programme_name(request.programme), **values},
            by=by,
            at=at,
            noun="application",
            key=request.application.key,
            once=f"{template.code}:{once}:{user_id}",
        )


def _readers(request: Request) -> list[int]:
    application = request.application
    known = Login.objects.filter(person_id=application.applicant_id, revoked_at__isnull=True)
    users = set(known.values_list("user_id", flat=True))
    if application.started_by.kind == UserKind.CITIZEN:
        users.add(application.started_by_id)
    return sorted(users)
