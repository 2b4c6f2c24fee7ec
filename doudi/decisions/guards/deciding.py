"""Two people decide: one proposes, another, who has not visited the family, decides."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from doudi.accounts.states import Act
from doudi.applications.models import Request
from doudi.applications.queries.items import awaited
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.guards.conference import check_met
from doudi.decisions.guards.county import check_county_before_proposal, check_county_visited
from doudi.decisions.guards.matters import check_heard
from doudi.decisions.guards.objections import check_objections_settled
from doudi.decisions.guards.reach import (
    check_accepted,
    check_duty,
    check_power,
    check_power_at,
    check_reason,
)
from doudi.decisions.models import Decision, Opinion
from doudi.decisions.queries import matters, river, standing
from doudi.decisions.rules.postings import is_posted
from doudi.decisions.states import Outcome, Recommendation
from doudi.people.queries.kin import check_not_kin


def check_can_propose(
    by: Officer, request: Request, on: date, *, outcome: str = "", reason: str = ""
) -> None:
    check_duty(by, (river.proposing_duty(request, on),), request.application.place, on)
    check_power(by, Act.DECIDE, request, on)
    check_not_kin(by, request.application.household, on)
    check_accepted(request.application)
    if standing.current_decision(request) is not None:
        raise Refusal("decision.exists", _("已经提出决定，等待确认。"))
    check_objections_settled(request)
    opinion = standing.current_opinion(request)
    if opinion is None:
        raise Refusal("decision.no_opinion", _("还没有乡镇（街道）的审核意见。"))
    check_met(request)
    check_county_before_proposal(by, request, on)
    granted = opinion.recommendation == Recommendation.GRANT or outcome == Outcome.GRANTED
    if granted and is_posted(request.programme, on):
        _check_posted(request, opinion, on)
    if outcome:
        _check_outcome(opinion, outcome, reason)
    if outcome == Outcome.REFUSED and awaited(request.application):
        raise Refusal(
            "decision.items",
            _("还有承诺以后补交的材料。等到约定的日期，或者由乡镇（街道）结案后，才能不予纳入。"),
            field="outcome",
        )


def _check_posted(request: Request, opinion: Opinion, on: date) -> None:
    if opinion.recommendation != Recommendation.GRANT:
        raise Refusal(
            "decision.not_recommended",
            _("意见是不予纳入，没有公示过。要纳入，请退回乡镇（街道）重新拟定意见。"),
            field="outcome",
        )
    line = standing.line_of(request)
    if line is None or line.posting.hung_on is None:
        raise Refusal("decision.not_posted", _("还没有公示，公示期满才能提出决定。"))
    if standing.has_hung_out(line.posting, on):
        return
    if line.posting.until_on and on > line.posting.until_on:
        raise Refusal("decision.still_up", _("公示期已满，请先由村（社区）撤下公示并记录。"))
    words = _("还在公示，最后一天是 %(day)s。")
    raise Refusal("decision.posting", words % {"day": line.posting.until_on})


def _check_outcome(opinion: Opinion, outcome: str, reason: str) -> None:
    if outcome == Outcome.GRANTED and opinion.assessment.amount_fen is None:
        raise Refusal("decision.no_amount", _("测算金额未知，不能纳入。"), field="outcome")
    agrees = (outcome == Outcome.GRANTED) == (opinion.recommendation == Recommendation.GRANT)
    if outcome == Outcome.REFUSED or not agrees:
        check_reason(reason)


def check_can_decide(by: Officer, decision: Decision, on: date) -> None:
    """Another than the proposer and no investigator of the visit (trap 28)."""
    _check_reach(by, decision, on)
    _check_open(decision)
    request = decision.request
    if request is not None:
        check_accepted(request.application)
    _check_other_eyes(by, decision, request)
    if request is not None:
        check_objections_settled(request)
        check_county_visited(request, on)
    else:
        household, outcome = decision.household, decision.outcome
        check_heard(decision.matter, household, outcome, decision.assessment, on)
    _check_confirmed(decision)


def _check_reach(by: Officer, decision: Decision, on: date) -> None:
    programme, place = decision.programme, decision.place
    check_duty(by, (matters.duty_of("decide", programme, place, on),), place, on)
    check_power_at(by, Act.DECIDE, programme, place, on)
    check_not_kin(by, decision.household, on)


def _check_confirmed(decision: Decision) -> None:
    """Outside a trial nobody decides on values that no official has confirmed."""
    assumed = decision.assessment.result["assumed"] if decision.assessment else ()
    if assumed and not settings.TRIAL:
        raise Refusal(
            "decision.assumed",
            _(
                "测算用到 %(count)d 项还没有经本地确认的参数，不能据此作出决定。"
                "请先确认参数，再重新测算。"
            )
            % {"count": len(assumed)},
        )


def _check_other_eyes(by: Officer, decision: Decision, request: Request | None) -> None:
    if decision.proposed_user_id == by.user_id:
        raise Forbidden("decision.own_proposal", _("提出决定的人不能自己确认，请由另一人确认。"))
    if request is not None:
        visitors = river.investigators(request.application)
    else:
        visitors = matters.visitors(decision)
    if by.user_id in visitors:
        raise Forbidden("decision.investigator", _("入户核实的人不能确认决定，请由另一人确认。"))


def check_can_return(
    by: Officer, decision: Decision, on: date, *, reason: str | None = None
) -> None:
    _check_reach(by, decision, on)
    _check_open(decision)
    if reason is not None:
        check_reason(reason)


def _check_open(decision: Decision) -> None:
    if decision.returned_at is not None:
        raise Refusal("decision.returned", _("这件拟定已经退回。"))
    if decision.decided_at is not None:
        raise Refusal("decision.decided", _("已经确认。要改，请走变更或复查。"))
