"""定期核查: opened by itself, closed by a named officer. While it is late, aid goes on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.actions.certificates import renew
from doudi.awards.actions.changes import report
from doudi.awards.guards import care as guards
from doudi.awards.models import Award, Change, Recheck
from doudi.awards.queries import beneficiaries
from doudi.awards.queries import rechecks as queries
from doudi.awards.rules.messages import RECHECK_DUE
from doudi.awards.states import ChangeReason, RecheckOutcome
from doudi.common.actors import Officer, System
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.facts.queries import member_id, snapshot_content
from doudi.facts.rules.case import case_data
from doudi.journal.actions import note as journal_note
from doudi.people.actions.telling import tell


@action
def open_recheck(*, award: Award, by: System, at: datetime) -> Recheck:
    """The recheck of the award's next day; a second call gives the first. The family is told."""
    award = _locked(award)
    known = award.rechecks.filter(due_on=award.recheck_on).first()
    if known:
        return known
    made = Recheck.objects.create(award=award, due_on=award.recheck_on, opened_at=at)
    tell(
        household=award.household, person=award.holder, template=RECHECK_DUE,
        values={"month": f"{made.due_on:%Y 年 %-m 月}"}, noun="award", key=award.key,
        once=f"recheck:{made.pk}", by=by, at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="open_recheck", noun="award", key=award.pk, recheck=made.pk)
    journal_note(noun="recheck", key=made.pk, verb="opened", at=at)
    return made


@action
@in_chinese
def close_unchanged(
    *, recheck: Recheck, reason: str, without_check: str = "", by: Officer, at: datetime
) -> Recheck:
    """Nothing that matters changed: the next day is set and the certificate renewed.

    `without_check`: why the report of the check is not waited for. Refused without a visit, to
    one of its two investigators, and while the report is out without such a reason.
    """
    recheck = _locked_recheck(recheck)
    guards.check_can_close(by, recheck, day_of(at), without_check=without_check)
    if not reason.strip():
        raise Refusal("recheck.reason", _("请写明核查看到的情况。"), field="reason")
    waived = _("未等核对报告：%(why)s") % {"why": without_check.strip()} if without_check else ""
    _close(recheck, RecheckOutcome.UNCHANGED, f"{reason.strip()} {waived}".strip(), by, at)
    return recheck


@action
def open_change(*, recheck: Recheck, text: str, by: Officer, at: datetime) -> Change:
    """The recheck found something: it becomes a change, looked into and decided like any other."""
    recheck = _locked_recheck(recheck)
    guards.check_can_close(by, recheck, day_of(at), changed=True)
    if not text.strip():
        raise Refusal("recheck.text", _("请写明核查发现了什么变化。"), field="text")
    recheck.change = report(
        award=recheck.award,
        reason=ChangeReason.RECHECK,
        source_key=f"recheck:{recheck.pk}",
        text=text,
        by=by,
        at=at,
    )
    _close(recheck, RecheckOutcome.CHANGE, text.strip(), by, at)
    return recheck.change


def _close(recheck: Recheck, outcome: str, words: str, by: Officer, at: datetime) -> None:
    recheck.outcome, recheck.note = outcome, words[:500]
    recheck.closed_at, recheck.closed_by_id = at, by.post_id
    recheck.save(update_fields=["outcome", "note", "change", "closed_at", "closed_by"])
    _set_next(recheck.award, at)
    renew(award=recheck.award, by=by, at=at)
    record(by=by, at=at, verb="close_recheck", noun="award", key=recheck.award_id, outcome=outcome)
    journal_note(noun="recheck", key=recheck.pk, verb="closed", at=at)


def _set_next(award: Award, at: datetime) -> None:
    """The class is by what is known now of those who are on aid now."""
    on = day_of(at)
    on_aid = [member_id(row.person_id) for row in beneficiaries(award, on)]
    months = queries.months_for(queries.looking_for(award, on), _case(award, on, at), on_aid, on)
    award.recheck_months = months
    award.recheck_on = queries.next_day(award.place, on, months, award)
    award.save(update_fields=["recheck_months", "recheck_on"])


def _case(award: Award, on: date, at: datetime) -> Mapping[str, Any]:
    return case_data(snapshot_content(award.household, on=on, known=at))


def _locked(award: Award) -> Award:
    related = ("place", "holder", "household__place")
    rows = Award.objects.select_for_update(of=("self",)).select_related(*related)
    return rows.get(pk=award.pk)


def _locked_recheck(recheck: Recheck) -> Recheck:
    found = Recheck.objects.select_for_update(of=("self",)).get(pk=recheck.pk)
    found.award = _locked(found.award)
    return found
