"""What the comparison found, and what a named person says to it: aside, or right."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.payments import guards
from doudi.payments.models import Line, LineFinding, LineItem, Run
from doudi.payments.queries.comparing import compare
from doudi.payments.queries.findings import held_without_account, kin_lines
from doudi.payments.states import CANNOT_PAY, FindingAnswer, FindingKind, LineState
from doudi.policies.rules.flows import flow_for


@action
@in_chinese
def look(*, run: Run, by: Officer, at: datetime) -> int:
    """Compares the lines; how many findings are new. A line that cannot be paid to any account
    is set aside in the name of `by`; every other finding waits for an answer."""
    known = set(run.lines.values_list("pk", "findings__kind", "findings__other"))
    new = [
        LineFinding(
            line_id=one.line, kind=one.kind, other_id=one.other, basis=one.basis, found_at=at
        )
        for one in compare(run, day_of(at))
        if (one.line, one.kind, one.other) not in known
    ]
    due = _due(run, day_of(at))
    for finding in new:
        if finding.kind in CANNOT_PAY:
            _answer(
                finding, FindingAnswer.SET_ASIDE, str(FindingKind(finding.kind).label), by, at, due
            )
    LineFinding.objects.bulk_create(new)
    aside = {finding.line_id for finding in new if finding.answer}
    run.lines.filter(pk__in=aside, state=LineState.READY).update(state=LineState.SET_ASIDE)
    record(by=by, at=at, verb="compare", noun="run", key=str(run.pk), new=len(new))
    return len(new)


@in_chinese
def set_aside_fresh(*, run: Run, by: Officer, at: datetime) -> None:
    """What was found since the approval is not paid: its lines wait on the tray to be cleared.
    Call inside a transaction."""
    fresh = LineFinding.objects.filter(line__run=run, line__state=LineState.READY, answer="")
    due, lines = _due(run, day_of(at)), set()
    for finding in fresh:
        reason = _("审批以后发现：%(what)s") % {"what": finding.get_kind_display()}
        _answer(finding, FindingAnswer.SET_ASIDE, reason, by, at, due)
        finding.save()
        lines.add(finding.line_id)
    run.lines.filter(pk__in=lines).update(state=LineState.SET_ASIDE)


@in_chinese
def leave_kin(*, run: Run, by: Officer, at: datetime) -> None:
    """Who approves leaves the lines of own kin to another approver; the rest goes. Call inside a
    transaction."""
    lines, due = kin_lines(by, run, day_of(at)), _due(run, day_of(at))
    reason = _("请另一位审批人核准；只有一位的，请安全管理员给另一个人开通审批岗位。")
    new = [LineFinding(line=line, kind=FindingKind.KIN, found_at=at) for line in lines]
    for finding in new:
        _answer(finding, FindingAnswer.SET_ASIDE, reason, by, at, due)
    LineFinding.objects.bulk_create(new)
    run.lines.filter(pk__in=[line.pk for line in lines]).update(state=LineState.SET_ASIDE)


@action
@in_chinese
def pass_line(*, line: Line, by: Officer, at: datetime) -> Line:
    """Another approver lets a line go that the first left as own kin's: it is in the bank's file
    with the rest. Raises Refusal once the file is made: then it is cleared and follows."""
    line = _locked(line)
    guards.check_can_pass(by, line, day_of(at))
    line.findings.filter(kind=FindingKind.KIN).update(
        cleared_at=at, cleared_by_id=by.post_id, cleared_reason=_("另一位审批人已核准。")
    )
    line.state = LineState.READY
    line.save(update_fields=["state"])
    record(by=by, at=at, verb="approve", noun="line", key=str(line.pk))
    return line


@action
def set_aside(*, line: Line, reason: str, by: Officer, at: datetime) -> Line:
    """The line stays behind until somebody clears it; the rest of the run goes. The family is
    told when the run is approved. Raises Refusal without a finding, or after the approval."""
    line = _locked(line)
    guards.check_can_answer_line(by, line, day_of(at))
    open_findings = list(line.findings.filter(answer=""))
    if not open_findings:
        raise Refusal("line.no_finding", _("这一笔没有需要核对的问题，不能暂存。"))
    due = _due(line.run, day_of(at))
    for finding in open_findings:
        _answer(finding, FindingAnswer.SET_ASIDE, reason, by, at, due)
        finding.save()
    line.state = LineState.SET_ASIDE
    line.save(update_fields=["state"])
    record(by=by, at=at, verb="set_aside", noun="line", key=str(line.pk), reason=reason)
    return line


@action
def confirm(*, finding: LineFinding, reason: str, by: Officer, at: datetime) -> LineFinding:
    """A named person looked and says that the line is right. Raises Refusal where there is no
    account that may be paid to."""
    line = _locked(finding.line)
    guards.check_can_answer_line(by, line, day_of(at))
    finding = LineFinding.objects.select_for_update().get(pk=finding.pk)
    if finding.kind in CANNOT_PAY:
        raise Refusal("finding.account", _("没有可用的账户，不能照发。请先登记或核对账户。"))
    if finding.answer:
        raise Refusal("finding.answered", _("这个问题已经有人处理过了。"))
    _answer(finding, FindingAnswer.RIGHT, reason, by, at, None)
    finding.save()
    record(by=by, at=at, verb="confirm", noun="finding", key=str(finding.pk), reason=reason)
    return finding


@action
def clear(*, line: Line, reason: str, by: Officer, at: datetime) -> Line:
    """What kept the line back is done with: its money follows in the next run."""
    line = _locked(line)
    guards.check_can_clear(by, line, day_of(at))
    mine = line.findings.filter(answer=FindingAnswer.SET_ASIDE, cleared_at__isnull=True)
    mine.update(cleared_at=at, cleared_by_id=by.post_id, cleared_reason=reason)
    line.items.update(open=False)
    record(by=by, at=at, verb="clear", noun="line", key=str(line.pk), reason=reason)
    return line


@action
@in_chinese
def release(*, programme: str, codes: tuple[str, ...], by: Officer, at: datetime) -> int:
    """Lines that only lacked an account, and have one now, follow in the run being drafted."""
    lines = held_without_account(programme=programme, codes=codes)
    if not lines:
        return 0
    LineItem.objects.filter(line__in=lines).update(open=False)
    LineFinding.objects.filter(line__in=lines, cleared_at__isnull=True).update(
        cleared_at=at, cleared_by_id=by.post_id, cleared_reason=_("已有可用的收款账户。")
    )
    record(by=by, at=at, verb="release", noun="line", key=programme, lines=len(lines))
    return len(lines)


def _locked(line: Line) -> Line:
    """The run's row is locked: an approval and an answer do not cross."""
    Run.objects.select_for_update(of=("self",)).get(pk=line.run_id)
    found = Line.objects.select_related("run__place", "award__household")
    return found.get(pk=line.pk)


def _due(run: Run, today: date) -> date:
    flow = flow_for(run.programme, run.place.code, today)
    return add_workdays(today, flow.account_workdays)


def _answer(
    finding: LineFinding, answer: str, reason: str, by: Officer, at: datetime, due: date | None
) -> None:
    finding.answer, finding.reason, finding.due_on = answer, reason, due
    finding.answered_at, finding.answered_by_id = at, by.post_id
