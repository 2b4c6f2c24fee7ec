"""The work of a raise: computing the list in pieces, and carrying out what was approved.

Each piece is its own transaction and stands in the tables when it is done, so the work goes on
where it stopped; done again, it finds nothing left to do.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.actions.raising import raise_award
from doudi.awards.models import Award
from doudi.awards.states import State
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.payments.actions.corrections import correct, one_at_a_time
from doudi.payments.models import Entitlement, MayAsk, Raise, RaiseItem, RaiseLine
from doudi.payments.queries.may_ask import refused_lately, within
from doudi.payments.queries.raising import Standards, owed_by
from doudi.payments.rules.raises import Owed, months_words
from doudi.payments.states import ItemState, RaiseState

AT_ONCE = 100


@action
def compute_some(*, found: Raise, by: Actor, at: datetime, most: int = AT_ONCE) -> bool:
    """Computes some of the awards that wait; False when none is left. With the last ones the list
    is ready, and the families that may ask are on it."""
    held = Raise.objects.select_for_update(of=("self",)).select_related("place").get(pk=found.pk)
    if held.state != RaiseState.DRAFT:
        return False
    waiting = held.items.filter(state=ItemState.WAITING).select_related(
        "award__decision__assessment"
    )
    items = list(waiting.order_by("pk")[:most])
    standards = Standards()
    by_award = owed_by((one.award for one in items), held.from_month, day_of(at), standards)
    for item in items:
        _list(held, item, by_award[item.award_id], at)
    if items:
        record(by=by, at=at, verb="compute", noun="raise", key=held.pk, awards=len(items))
        return True
    _finish_list(held, standards, at)
    record(by=by, at=at, verb="ready", noun="raise", key=held.pk)
    return False


def _list(found: Raise, item: RaiseItem, result: Owed, at: datetime) -> None:
    item.old_fen, item.new_fen = result.old_fen, result.new_fen
    item.total_fen, item.computed_at = result.total_fen, at
    item.state, item.why = _state_of(result), _words(result)[:300]
    item.save(update_fields=["old_fen", "new_fen", "total_fen", "computed_at", "state", "why"])
    RaiseLine.objects.bulk_create(
        RaiseLine(
            item=item, award_id=item.award_id, month=one.month, cause=found.cause,
            old_fen=one.old_fen, new_fen=one.new_fen, why=one.why[:300],
        )
        for one in result.lines
    )  # fmt: skip


def _state_of(result: Owed) -> str:
    if result.segments:
        return ItemState.MORE
    return ItemState.PERSON if result.less or result.unknown else ItemState.SAME


@in_chinese
def _words(result: Owed) -> str:
    words = []
    if result.less:
        words.append(
            _("%(months)s 算出来比现在少，没有改动，请人工核实。")
            % {"months": months_words(result.less)}
        )
    if result.unknown:
        words.append(_("有的月份没有测算或者有未知项，不能自动计算。"))
    return "".join(words)


def _finish_list(found: Raise, standards: Standards, at: datetime) -> None:
    on = day_of(at)
    MayAsk.objects.bulk_create(
        (
            MayAsk(
                of=found, household_id=one.household, assessment=one.assessment,
                amount_fen=one.amount_fen, found_at=at,
            )
            for one in within(refused_lately(found, on).iterator(), on, standards)
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    found.state, found.computed_at = RaiseState.READY, at
    found.save(update_fields=["state", "computed_at"])


@action
def carry_out(*, item: RaiseItem, by: Actor, at: datetime) -> RaiseItem:
    """Writes the raise into the award and the back-pay into the ledger; the next run carries it.

    What was approved and nothing else: an award that has changed since stays as it is. A second
    call does nothing. A suspended award is paid when it is resumed.
    """
    rows = RaiseItem.objects.select_for_update(of=("self",))
    held = rows.select_related("of", "award__decision__assessment").get(pk=item.pk)
    if held.state != ItemState.MORE:
        return held
    one_at_a_time(held.of.programme)
    try:
        with transaction.atomic():
            _write(held, by, at)
    except Refusal as refusal:
        held.lines.update(open=False)
        held.state, held.why = ItemState.STALE, refusal.sentence[:300]
    else:
        held.state, held.applied_at = ItemState.APPLIED, at
    held.save(update_fields=["state", "why", "applied_at"])
    record(by=by, at=at, verb="carry_out", noun="raise_item", key=held.pk, state=held.state)
    return held


def _write(item: RaiseItem, by: Actor, at: datetime) -> None:
    award = item.award
    result = owed_by([award], item.of.from_month, day_of(at), Standards())[award.pk]
    listed = item.lines.filter(open=True).order_by("month")
    pairs = [(one.month, one.old_fen, one.new_fen) for one in listed]
    if pairs != [(one.month, one.old_fen, one.new_fen) for one in result.lines]:
        raise Refusal("raise.stale", _("列入清单后，这一户又发过钱或者办过变更，没有入账。"))
    before = _entered(award)
    raise_award(award=award, segments=result.segments, reason=f"raise:{item.of_id}", by=by, at=at)
    correct(award=award, by=by, at=at)
    owing = 0 if award.state == State.SUSPENDED else item.total_fen
    if _entered(award) - before != owing:
        raise Refusal("raise.unequal", _("账上算出的补发和清单不一致，没有入账，请人工核实。"))


def _entered(award: Award) -> int:
    found = Entitlement.objects.filter(award=award).aggregate(fen=Sum("amount_fen"))
    return found["fen"] or 0


@action
def finish_raise(*, found: Raise, by: Actor, at: datetime) -> bool:
    """Whether everything that was approved is carried out and told; then the list is closed."""
    held = Raise.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if held.state != RaiseState.APPROVED or held.items.filter(state=ItemState.MORE).exists():
        return False
    held.state = RaiseState.DONE
    held.save(update_fields=["state"])
    record(by=by, at=at, verb="finish", noun="raise", key=held.pk)
    return True
