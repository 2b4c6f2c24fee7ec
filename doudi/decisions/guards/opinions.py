from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Act, Duty
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.decisions.guards.objections import check_looked_again
from doudi.decisions.guards.reach import check_accepted, check_duty, check_power, check_reason
from doudi.decisions.models import Assessment
from doudi.decisions.queries import river, standing
from doudi.decisions.states import Recommendation
from doudi.people.queries.kin import check_not_kin

ASSESSORS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
    Duty.COUNTY_REVIEWER,
)
AGREES: dict[str, str] = {Recommendation.GRANT: "met", Recommendation.REFUSE: "not_met"}


def check_can_assess(by: Officer, request: Request, on: date) -> None:
    check_duty(by, ASSESSORS, request.application.place, on)
    check_accepted(request.application)
    check_not_kin(by, request.application.household, on)
    if standing.current_decision(request) is not None:
        raise Refusal("assessment.decided", _("已经提出决定，不能再测算。"))


def check_can_give_opinion(
    by: Officer,
    request: Request,
    assessment: Assessment | None,
    on: date,
    *,
    recommendation: str = "",
    reason: str = "",
    without_check: str = "",
) -> None:
    """初审意见 (民发〔2021〕57号 art. 19): rests on the newest assessment, a visit, a check."""
    check_duty(by, (Duty.TOWN_LEADER,), request.application.place, on)
    check_power(by, Act.OPINION, request, on)
    check_not_kin(by, request.application.household, on)
    check_accepted(request.application)
    if standing.current_decision(request) is not None:
        raise Refusal("opinion.proposed", _("已经提出决定。要改意见，请先由决定单位退回。"))
    _check_findings(request, without_check)
    _check_assessment(request, assessment)
    if assessment is not None and recommendation:
        _check_words(assessment, recommendation, reason)


def _check_findings(request: Request, without_check: str) -> None:
    if not river.finished_visits(request.application).exists():
        raise Refusal("opinion.no_visit", _("入户核实还没有完成，完成后才能拟定意见。"))
    if without_check.strip():
        return
    if not river.reported_checks(request.application).exists():
        raise Refusal(
            "opinion.no_check",
            _("经济状况核对还没有报告。要先拟定意见，请写明不等核对的理由。"),
            field="without_check",
        )


def _check_assessment(request: Request, assessment: Assessment | None) -> None:
    newest = standing.newest_assessment(request)
    if newest is None or assessment is None:
        raise Refusal("opinion.no_assessment", _("还没有测算，请先按核实结果测算。"))
    if assessment.pk != newest.pk:
        raise Refusal("opinion.old_assessment", _("测算已经更新，请按最新的测算拟定意见。"))
    last_visit = river.finished_visits(request.application).latest("finished_at")
    if last_visit.finished_at and last_visit.finished_at > newest.assessed_at:
        raise Refusal("opinion.before_visit", _("测算早于入户核实，请重新测算。"))
    check = river.reported_checks(request.application).order_by("-reported_at").first()
    if check and check.reported_at and check.reported_at > newest.assessed_at:
        raise Refusal("opinion.before_check", _("测算早于核对报告，请重新测算。"))
    check_looked_again(request, newest)


def _check_words(assessment: Assessment, recommendation: str, reason: str) -> None:
    if recommendation == Recommendation.GRANT and assessment.amount_fen is None:
        raise Refusal(
            "opinion.no_amount",
            _("还有未知的情况，算不出金额，不能建议纳入。请先补充核实。"),
            field="recommendation",
        )
    if recommendation == Recommendation.REFUSE or assessment.verdict != AGREES[recommendation]:
        check_reason(reason)
