"""异议 to a family on a sheet: noted, judged within days, answered; what must follow it."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.common.actors import Actor, Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.guards.postings import HANGERS
from doudi.decisions.guards.reach import check_accepted, check_duty, check_reason
from doudi.decisions.models import Assessment, Objection, PostingLine
from doudi.decisions.queries import river, standing, voices
from doudi.decisions.rules.appraisals import appraisal_rule, enough_representatives
from doudi.decisions.states import ObjectionRoute, PostingKind
from doudi.people.queries.kin import check_not_kin

# village, town and county write down what they are told, and so does the hotline
NOTERS = (*HANGERS, Duty.COUNTY_REVIEWER, Duty.HOTLINE)
APPRAISERS = (Duty.TOWN_LEADER, Duty.TOWN_ACCEPTOR, Duty.VILLAGE_INTAKE)


def check_can_note_objection(
    by: Actor, line: PostingLine, on: date, *, text: str, raised_on: date | None = None
) -> None:
    """Anyone may object while it hangs and after, until a decision is proposed."""
    posting = line.posting
    if isinstance(by, Officer):
        check_duty(by, NOTERS, posting.place, on)
    if posting.kind != PostingKind.BEFORE or standing.current_decision(line.request) is not None:
        raise Refusal("objection.decided", _("已经提出决定，请改走投诉举报。"))
    if posting.hung_on is None:
        raise Refusal("objection.not_hung", _("公示还没有张贴。"))
    if raised_on is not None and not posting.hung_on <= raised_on <= on:
        sentence = _("提出日期要在张贴之后，也不能晚于今天。")
        raise Refusal("objection.day", sentence, field="raised_on")
    if not text.strip():
        raise Refusal("objection.text", _("请写明哪里不对，越具体越好查。"), field="text")


def check_can_judge(
    by: Officer,
    objection: Objection,
    on: date,
    *,
    substance: bool | None = None,
    reason: str = "",
    route: str = "",
) -> None:
    """有无实质内容: the town's leader, not one who visited the family."""
    request = objection.line.request
    check_duty(by, (Duty.TOWN_LEADER,), objection.line.posting.place, on)
    _check_not_kin(by, objection, on)
    if by.user_id in river.investigators(request.application):
        raise Forbidden("objection.investigator", _("入户核实的人不能判断异议，请由另一位办理。"))
    if objection.judged_at is not None:
        raise Refusal("objection.judged", _("这条异议已经判断过。"))
    if standing.current_decision(request) is not None:
        raise Refusal("objection.proposed", _("已经提出决定，请先由决定单位退回。"))
    if substance is None:
        return
    check_reason(reason)
    if substance:
        check_accepted(request.application)
        if route not in ObjectionRoute.values:
            raise Refusal("objection.route", _("请选择重新调查或者民主评议。"), field="route")


def check_can_answer(
    by: Officer,
    objection: Objection,
    on: date,
    *,
    answer: str | None = None,
    told_on: date | None = None,
) -> None:
    """The answer tells the outcome; one of substance is answered after the new opinion."""
    check_duty(by, (Duty.TOWN_LEADER,), objection.line.posting.place, on)
    _check_not_kin(by, objection, on)
    if objection.judged_at is None:
        raise Refusal("objection.not_judged", _("请先判断异议有没有实质内容。"))
    if objection.answered_at is not None:
        raise Refusal("objection.answered", _("这条异议已经答复。"))
    if objection.substance and standing.unsettled_objections(objection.line.request).exists():
        raise Refusal("objection.no_opinion", _("要先按核实结果重新提出意见，再答复。"))
    if answer is None:
        return
    if not answer.strip():
        raise Refusal("objection.words", _("请写明怎么答复。"), field="answer")
    if told_on is None or not objection.raised_on <= told_on <= on:
        sentence = _("请填答复异议人的日期，不能早于提出那天，也不能晚于今天。")
        raise Refusal("objection.told_on", sentence, field="told_on")


def check_can_read_objector(by: Officer, objection: Objection, on: date) -> None:
    """Who objected: the leader who must answer, and the county; the village never, and never the
    family's own kin."""
    check_duty(by, (Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER), objection.line.posting.place, on)
    _check_not_kin(by, objection, on)
    if objection.name_sealed is None and objection.contact_sealed is None:
        raise Refusal("objection.anonymous", _("这是匿名提出的，没有留下姓名。"))


def check_can_appraise(
    by: Officer,
    objection: Objection,
    on: date,
    *,
    held_on: date | None = None,
    attendants: int = 0,
    representatives: int = 0,
    voted: int = 0,
) -> None:
    """民主评议 after an objection of substance that was sent this way."""
    check_duty(by, APPRAISERS, objection.line.posting.place, on)
    _check_not_kin(by, objection, on)
    if objection.route != ObjectionRoute.APPRAISE or objection.judged_at is None:
        raise Refusal("appraisal.route", _("这条异议没有定为民主评议。"))
    if hasattr(objection, "appraisal"):
        raise Refusal("appraisal.held", _("评议已经记录。"))
    if held_on is None:
        return
    if not objection.raised_on <= held_on <= on:
        sentence = _("评议日期不能早于提出异议那天，也不能晚于今天。")
        raise Refusal("appraisal.day", sentence, field="held_on")
    _check_room(held_on, attendants, representatives, voted)


def _check_not_kin(by: Officer, objection: Objection, on: date) -> None:
    check_not_kin(by, objection.line.request.application.household, on)


def _check_room(held_on: date, attendants: int, representatives: int, voted: int) -> None:
    if representatives > attendants:
        sentence = _("代表人数不能多于参加人数。")
        raise Refusal("appraisal.count", sentence, field="representatives")
    if voted > attendants:
        sentence = _("同意和不同意的人数加起来不能多于参加人数。")
        raise Refusal("appraisal.votes", sentence, field="agree")
    rule = appraisal_rule(held_on)
    if not enough_representatives(attendants, representatives, rule):
        raise Refusal(
            "appraisal.representatives",
            _("村（居）民代表要占参加人数的 %(share)d/%(of)d 以上，这次不够，请重新召开。")
            % {"share": rule.share, "of": rule.of},
            field="representatives",
        )


def check_looked_again(request: Request, newest: Assessment | None) -> None:
    """After an objection of substance: first what was ordered, then an assessment, then words."""
    waited = voices.still_waited_for(request)
    if waited is not None:
        words = {
            ObjectionRoute.INVESTIGATE: _("异议有实质内容，重新入户核实完成后才能提出意见。"),
            ObjectionRoute.APPRAISE: _("异议有实质内容，民主评议记录后才能提出意见。"),
        }
        raise Refusal("opinion.objection", words[ObjectionRoute(waited.route)])
    after = voices.looked_again_at(request)
    if newest is not None and after is not None and newest.assessed_at <= after:
        raise Refusal("opinion.before_looking", _("测算早于重新核实，请重新测算。"))


def check_objections_settled(request: Request) -> None:
    """Nothing is proposed or decided over an objection."""
    if standing.unsettled_objections(request).exists():
        sentence = _("公示异议有实质内容，请重新核实、提出意见并再次公示。")
        raise Refusal("decision.objection_stands", sentence)
    if standing.open_objections(request).exists():
        raise Refusal("decision.objection", _("公示有异议还没有答复，答复后才能提出决定。"))
