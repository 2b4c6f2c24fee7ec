from datetime import datetime

from doudi.accounts.queries import office_of
from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.actions.draws import draw
from doudi.decisions.actions.removals import take_off
from doudi.decisions.actions.telling import tell
from doudi.decisions.models import Assessment, Opinion
from doudi.decisions.rules import messages
from doudi.decisions.rules.draws import BEFORE
from doudi.decisions.states import RemovalGround
from doudi.journal.actions import note


@action
def give_opinion(
    *,
    request: Request,
    assessment: Assessment,
    recommendation: str,
    reason: str,
    without_check: str = "",
    by: Officer,
    at: datetime,
) -> Opinion:
    """初审意见; a newer one supersedes it. `without_check`: why the check is not waited for."""
    held = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    guards.check_can_give_opinion(
        by,
        held,
        assessment,
        day_of(at),
        recommendation=recommendation,
        reason=reason,
        without_check=without_check,
    )
    Opinion.objects.filter(request=held, superseded_at__isnull=True).update(superseded_at=at)
    take_off(request=held, ground=RemovalGround.CHANGED, by=by, at=at)
    opinion = Opinion.objects.create(
        request=held,
        assessment=assessment,
        recommendation=recommendation,
        reason=reason.strip(),
        without_check=without_check.strip(),
        given_at=at,
        given_by_id=by.post_id,
    )
    record(
        by=by, at=at, verb="give_opinion", noun="request", key=held.pk,
        opinion=opinion.pk, recommendation=str(recommendation),
    )  # fmt: skip
    note(noun="opinion", key=opinion.pk, verb="given", at=at)
    draw(request=held, moment=BEFORE, by=by, at=at)
    office = office_of(by).name
    tell(
        request=held, template=messages.OPINION_GIVEN, once=opinion.pk, by=by, at=at, office=office
    )
    return opinion
