"""What was paid too much: waived or decided by a named person, repaid or, by consent, set off."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.payments import guards
from doudi.payments.models import Entitlement, RecoveryClaim, Repayment, Run
from doudi.payments.queries.recovery import (
    claims_setting_off,
    matter_of,
    monthly_of,
    most_percent,
    next_sequence,
    outstanding,
    really_back,
)
from doudi.payments.rules.recovery import kept
from doudi.payments.states import ClaimState, EntryReason, RepaymentWay


@action
def waive(*, claim: RecoveryClaim, reason: str, by: Officer, at: datetime) -> RecoveryClaim:
    """Nothing is asked back, and a named person says why; what was paid stays paid."""
    claim = _locked(claim)
    guards.check_can_handle_claim(by, claim, "waive", day_of(at))
    if claim.decision_id:
        raise Refusal("claim.decided", _("已经决定追回，不能再作不追回处理。"))
    claim.state, claim.waived_reason = ClaimState.WAIVED, reason
    claim.waived_at, claim.waived_by_id, claim.closed_at = at, by.post_id, at
    claim.save()
    record(by=by, at=at, verb="waive", noun="claim", key=str(claim.pk), reason=reason)
    return claim


@action
def take_effect(*, decision: Decision, by: Actor, at: datetime) -> RecoveryClaim:
    """What a named officer decided about a claim: its months are entered, once. Money is moved by
    nothing here. Raises Refusal for a decision about something else."""
    pk = matter_of(decision)
    if pk is None or decision.outcome != Outcome.RECOVERED or not decision.decided_at:
        raise Refusal("claim.not_decided", _("这份决定没有决定追回。"))
    claim = RecoveryClaim.objects.select_for_update().get(pk=pk)
    if claim.state != ClaimState.PROPOSED:
        return claim
    months = list(claim.months.order_by("month", "pk"))
    sequences = next_sequence(claim.award_id, [one.component_id for one in months])
    Entitlement.objects.bulk_create(
        Entitlement(
            award_id=claim.award_id,
            component_id=one.component_id,
            month=one.month,
            sequence=sequences.get((one.component_id, one.month), 0),
            amount_fen=one.amount_fen,
            reason=EntryReason.OVERPAID if claim.known_late else EntryReason.RECOVERED,
            entered_at=at,
        )
        for one in months
    )
    claim.state, claim.decision = ClaimState.DECIDED, decision
    claim.save(update_fields=["state", "decision"])
    record(by=by, at=at, verb="take_effect", noun="claim", key=str(claim.pk))
    note(noun="claim", key=claim.pk, verb="decided", at=at)
    return claim


@action
def repay(
    *, claim: RecoveryClaim, amount_fen: int, on: date, receipt: str, by: Officer, at: datetime
) -> Repayment:
    """Money that the family brought back, by its receipt number. Raises Refusal for more than is
    outstanding, a receipt that was recorded, or a day to come."""
    claim = _locked(claim)
    guards.check_can_handle_claim(by, claim, "repay", day_of(at))
    if not 0 < amount_fen <= outstanding(claim):
        raise Refusal("repayment.amount", _("金额超过还没有归还的部分。"), field="amount")
    if on > day_of(at):
        raise Refusal("repayment.day", _("归还日期不能晚于今天。"), field="on")
    if claim.repayments.filter(receipt=receipt).exists():
        raise Refusal("repayment.receipt", _("这张收据已经登记过了。"), field="receipt")
    found = Repayment.objects.create(
        claim=claim,
        way=RepaymentWay.FAMILY,
        amount_fen=amount_fen,
        on=on,
        receipt=receipt,
        recorded_at=at,
        recorded_by_id=by.post_id,
    )
    record(by=by, at=at, verb="repay", noun="claim", key=str(claim.pk), fen=amount_fen)
    _close_if_back([claim], at)
    return found


@action
def agree_to_set_off(
    *, claim: RecoveryClaim, percent: int, paper: bytes, by: Officer, at: datetime
) -> RecoveryClaim:
    """The person agreed in writing that so many in a hundred of later months are kept, at most
    `payment.set_off_percent`. Raises Refusal for more, or before the decision."""
    claim = _locked(claim)
    guards.check_can_handle_claim(by, claim, "repay", day_of(at))
    most = most_percent(claim, day_of(at))
    if not 0 < percent <= most:
        raise Refusal(
            "set_off.percent",
            _("抵扣比例最高 %(most)d%%，请重新填写。") % {"most": most},
            field="percent",
        )
    claim.consent = store(
        content=paper, kind="photo", owner_noun="claim", owner_key=claim.pk,
        sensitivity="personal", by=by, at=at,
    )  # fmt: skip
    claim.set_off_percent = percent
    claim.save(update_fields=["set_off_percent", "consent"])
    record(by=by, at=at, verb="agree_set_off", noun="claim", key=str(claim.pk), percent=percent)
    return claim


@action
def keep_back(
    *, programme: str, codes: tuple[str, ...], month: date, by: Officer, at: datetime
) -> int:
    """For each claim with a written consent: one named entry that keeps part of this month."""
    count = 0
    for claim in claims_setting_off(programme=programme, codes=codes, month=month):
        entry = monthly_of(claim, month)
        fen = kept(entry.fen, claim.set_off_percent or 0, outstanding(claim)) if entry else 0
        if entry and fen:
            _keep(claim, entry.component, entry.sequence, month, fen, by, at)
            count += 1
    if count:
        record(by=by, at=at, verb="keep_back", noun="claim", key=f"{month:%Y-%m}", claims=count)
    return count


def _keep(
    claim: RecoveryClaim,
    component: int,
    sequence: int,
    month: date,
    fen: int,
    by: Officer,
    at: datetime,
) -> None:
    entitlement = Entitlement.objects.create(
        award_id=claim.award_id,
        component_id=component,
        month=month,
        sequence=sequence,
        amount_fen=-fen,
        reason=EntryReason.SET_OFF,
        entered_at=at,
    )
    Repayment.objects.create(
        claim=claim,
        way=RepaymentWay.SET_OFF,
        amount_fen=fen,
        on=month,
        entitlement=entitlement,
        recorded_at=at,
        recorded_by_id=by.post_id,
    )


@action
def close_repaid(*, run: Run, by: Actor, at: datetime) -> None:
    """Claims whose last part was kept from a line of this run that is paid now."""
    claims = RecoveryClaim.objects.filter(
        state=ClaimState.DECIDED, repayments__entitlement__items__line__run=run
    )
    if _close_if_back(claims.distinct(), at):
        record(by=by, at=at, verb="close_claims", noun="run", key=str(run.pk))


def _close_if_back(claims: Iterable[RecoveryClaim], at: datetime) -> int:
    done = [claim for claim in claims if really_back(claim) >= claim.amount_fen]
    for claim in done:
        claim.state, claim.closed_at = ClaimState.REPAID, at
        claim.save(update_fields=["state", "closed_at"])
    return len(done)


def _locked(claim: RecoveryClaim) -> RecoveryClaim:
    found = RecoveryClaim.objects.select_for_update(of=("self",))
    return found.select_related("award__place").get(pk=claim.pk)
