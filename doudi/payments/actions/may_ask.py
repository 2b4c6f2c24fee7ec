"""Families that a raised standard would take in: told, helped to ask, never granted by itself."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions.actions.households import tell_household
from doudi.payments import guards
from doudi.payments.models import MayAsk
from doudi.payments.rules.messages import MAY_ASK
from doudi.payments.states import AskOutcome
from doudi.policies.rules.registry import about


@action
def tell_may_ask(*, one: MayAsk, by: Actor, at: datetime) -> MayAsk:
    """Told once, by message or by somebody who goes there; then it waits on the village's tray."""
    held = MayAsk.objects.select_for_update(of=("self",)).select_related("household", "of")
    row = held.get(pk=one.pk)
    if row.told_at is not None:
        return row
    tell_household(
        household=row.household, template=MAY_ASK,
        values={"programme": about(row.of.programme).title}, noun="household",
        key=row.household.key, once=f"may_ask:{row.pk}", by=by, at=at,
    )  # fmt: skip
    row.told_at = at
    row.save(update_fields=["told_at"])
    record(by=by, at=at, verb="tell", noun="may_ask", key=row.pk)
    return row


@action
def close_may_ask(
    *, one: MayAsk, outcome: str, note: str = "", by: Officer, at: datetime
) -> MayAsk:
    """How helping the family to ask ended. Raises Refusal when that is noted already."""
    held = MayAsk.objects.select_for_update(of=("self",)).select_related("household__place")
    row = held.get(pk=one.pk)
    guards.check_can_help_ask(by, row, day_of(at))
    if outcome not in AskOutcome.values:
        raise Refusal("ask.outcome", _("请选择结果。"), field="outcome")
    row.outcome, row.note, row.closed_at, row.closed_by_id = outcome, note.strip(), at, by.post_id
    row.save(update_fields=["outcome", "note", "closed_at", "closed_by"])
    record(by=by, at=at, verb="close", noun="may_ask", key=row.pk, outcome=outcome)
    return row
