from datetime import datetime

from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.models import Assessment
from doudi.decisions.queries.recompute import result_of
from doudi.facts.actions import take_snapshot
from doudi.facts.rules.case import case_data
from doudi.policies.actions import store_bundle
from doudi.policies.queries import bundle_for


@action
def assess(*, request: Request, by: Officer, at: datetime) -> Assessment:
    """Freeze what is known now and run the law of the day of application over it.

    The rule file and the parameters are those of the day of submission (choices U-18); the same
    snapshot, bundle and file give the same result for ever.
    """
    application = Request.objects.select_related("application__household").get(pk=request.pk)
    guards.check_can_assess(by, application, day_of(at))
    asked_on = day_of(application.application.submitted_at or application.application.started_at)
    snapshot = take_snapshot(
        household=application.application.household,
        on=asked_on,
        known=at,
        members=_counted(application),
        by=by,
        at=at,
    )
    case = case_data(snapshot.content)
    bundle = bundle_for(case["place"], asked_on)
    result = result_of(case, bundle, request.programme)
    made = Assessment.objects.create(
        request=application,
        programme=request.programme,
        on=asked_on,
        snapshot=snapshot,
        bundle=store_bundle(bundle=bundle, by=by, at=at),
        case=case,
        rule=result["rule"],
        verdict=result["verdict"],
        amount_fen=result["amount_fen"],
        result=result,
        assessed_at=at,
        assessed_by_id=by.post_id,
    )
    record(by=by, at=at, verb="assess", noun="request", key=request.pk, assessment=made.pk)
    return made


def _counted(request: Request) -> list[int] | None:
    """The unit without those left out by a legal ground; None while nobody has stated a unit."""
    stated = request.unit.filter(superseded_at__isnull=True)
    if not stated.exists():
        return None
    return list(stated.exclude(counted=False).values_list("person_id", flat=True))
