"""A raised standard with back-pay: listed by one, approved by another, or taken back.

The work itself is in `raising`: it runs in the background, goes on where it stopped, and is
started by the note that each step leaves in the queue.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import office_of
from doudi.audit.actions import record
from doudi.awards.rules.changes import next_month
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.identity import mask_name
from doudi.common.jobs import enqueue
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.payments import guards
from doudi.payments.actions.raising import carry_out
from doudi.payments.models import Raise, RaiseItem, RaiseLine
from doudi.payments.queries.raises import OPEN, cause_of, checked_values, exported, kin_items
from doudi.payments.queries.raising import concerned
from doudi.payments.rules.raises import Stamp, list_csv, plain_yuan
from doudi.payments.states import ItemState, RaiseState
from doudi.people.queries import names_of
from doudi.ui.text import iso_moment

WORK = "payments.raises"


@action
def draft_raise(*, place: Place, programme: str, from_on: date, by: Officer, at: datetime) -> Raise:
    """Opens the list for the checked values of that day; it is computed in the background.

    A standard set within a month counts from the next one. Raises Refusal without such values and
    while another list of this place and programme is open.
    """
    guards.check_can_raise(by, place, day_of(at))
    values = checked_values(place.code, programme, from_on)
    if not values:
        raise Refusal("raise.no_value", _("这一天没有经第二人核对、和这项待遇有关的新标准。"))
    if Raise.objects.filter(place=place, programme=programme, state__in=OPEN).exists():
        raise Refusal("raise.open", _("这里已有一份没有办结的提标清单，请先办结或作废。"))
    found = Raise.objects.create(
        place=place, programme=programme, cause=cause_of(values),
        from_month=from_on if from_on.day == 1 else next_month(from_on), state=RaiseState.DRAFT,
        drafted_at=at, drafted_by_id=by.post_id, drafted_user_id=by.user_id,
    )  # fmt: skip
    found.values.set(values)
    _list_awards(found)
    record(by=by, at=at, verb="draft", noun="raise", key=found.pk, cause=found.cause)
    enqueue(WORK, once=WORK, timestamp=0)
    return found


def _list_awards(found: Raise) -> None:
    RaiseItem.objects.bulk_create(
        (
            RaiseItem(of=found, award_id=pk, state=ItemState.WAITING)
            for pk in concerned(found).values_list("pk", flat=True)
        ),
        ignore_conflicts=True,
    )


@action
def redo(*, found: Raise, by: Officer, at: datetime) -> Raise:
    """Everything computed again, with what has changed and been paid since."""
    held = _locked(found)
    guards.check_can_change_raise(by, held, "redo", day_of(at))
    RaiseLine.objects.filter(item__of=held).update(open=False)
    held.items.update(state=ItemState.WAITING, total_fen=0, why="", computed_at=None)
    held.may_ask.filter(told_at__isnull=True).delete()
    _list_awards(held)
    held.state, held.computed_at = RaiseState.DRAFT, None
    held.save(update_fields=["state", "computed_at"])
    record(by=by, at=at, verb="redo", noun="raise", key=held.pk)
    enqueue(WORK, once=WORK, timestamp=0)
    return held


@action
def cancel_raise(*, found: Raise, reason: str, by: Officer, at: datetime) -> Raise:
    """Taken back before the approval; nothing was paid, and it may be drafted again."""
    held = _locked(found)
    guards.check_can_change_raise(by, held, "cancel", day_of(at))
    RaiseLine.objects.filter(item__of=held).update(open=False)
    held.items.update(state=ItemState.DROPPED)
    held.state, held.cancelled_at, held.cancelled_reason = RaiseState.CANCELLED, at, reason
    held.save(update_fields=["state", "cancelled_at", "cancelled_reason"])
    record(by=by, at=at, verb="cancel", noun="raise", key=held.pk, reason=reason)
    return held


@action
def approve_raise(*, found: Raise, by: Officer, at: datetime) -> Raise:
    """Once, for the whole list; own kin's families are left to another approver. What was
    approved is written award by award afterwards, and the families that may ask are told."""
    held = _locked(found)
    guards.check_can_approve_raise(by, held, day_of(at))
    own = [item.pk for item in kin_items(by, held, day_of(at))]
    held.items.filter(pk__in=own).update(state=ItemState.KIN)
    held.state, held.approved_at = RaiseState.APPROVED, at
    held.approved_by_id, held.approved_user_id = by.post_id, by.user_id
    held.save(update_fields=["state", "approved_at", "approved_by", "approved_user"])
    record(by=by, at=at, verb="approve", noun="raise", key=held.pk, left_for_kin=len(own))
    enqueue(WORK, once=WORK, timestamp=0)
    return held


@action
def pass_item(*, item: RaiseItem, by: Officer, at: datetime) -> RaiseItem:
    """Another approver lets an award go that the first left as own kin's."""
    related = ("of__place", "award__household")
    held = RaiseItem.objects.select_for_update(of=("self",)).select_related(*related)
    one = held.get(pk=item.pk)
    guards.check_can_pass_item(by, one, day_of(at))
    one.state, one.passed_by_id = ItemState.MORE, by.post_id
    one.save(update_fields=["state", "passed_by"])
    record(by=by, at=at, verb="approve", noun="raise_item", key=one.pk)
    return carry_out(item=one, by=by, at=at)


@action
def export_raise(*, found: Raise, purpose: str, by: Officer, at: datetime) -> bytes:
    """The difference list as CSV with masked names, who took it out and what for; kept nowhere."""
    rows = exported(found)
    count = rows.count()
    guards.check_can_export_raise(by, found, day_of(at), purpose=purpose, rows=count)
    stamp = Stamp(by.name, office_of(by).name, iso_moment(at), purpose.strip())
    content = list_csv(_cells(rows), stamp)
    record(
        by=by, at=at, verb="export", noun="raise", key=found.pk, reason=purpose.strip(), rows=count
    )
    return content


def _cells(rows: Iterable[RaiseLine]) -> list[list[str]]:
    held = list(rows)
    names = names_of({row.award.holder_id for row in held})
    return [
        [
            mask_name(names.get(row.award.holder_id, "—")),
            row.award.place.name,
            row.award.number,
            f"{row.month:%Y-%m}",
            plain_yuan(row.old_fen),
            plain_yuan(row.new_fen),
            plain_yuan(row.difference_fen),
            row.why,
        ]
        for row in held
    ]


def _locked(found: Raise) -> Raise:
    return Raise.objects.select_for_update(of=("self",)).select_related("place").get(pk=found.pk)
