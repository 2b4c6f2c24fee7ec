"""Storing bundles; proposing and checking a place's own parameters, by two persons."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.policies.guards import check_can_check, check_can_propose, check_can_reject
from doudi.policies.models import Bundle, ParameterValue
from doudi.policies.queries.parameters import in_force
from doudi.policies.rules import parameters
from doudi.policies.rules.parameters import ParameterFault, flat, shape_of, shapes
from doudi.policies.rules.registry import words_for
from doudi.policies.states import Standing


@action
def store_bundle(*, bundle: parameters.Bundle, by: Actor, at: datetime) -> Bundle:
    """Keep the bundle whole under its hash; a second time changes nothing."""
    kept, made = Bundle.objects.get_or_create(
        sha256=bundle.hash, defaults={"content": bundle.as_json(), "stored_at": at}
    )
    if made:
        record(by=by, at=at, verb="store", noun="bundle", key=kept.sha256)
    return kept


@action
def propose_value(
    *,
    place: str,
    key: str,
    value: Any,
    period: str,
    from_on: date,
    until_on: date | None,
    basis: str,
    standing: str,
    taken_from: str = "",
    replaces: ParameterValue | None = None,
    by: Officer,
    at: datetime,
) -> ParameterValue:
    """Propose a value as published: amount in fen with its period, or a choice, count or list.

    It counts from the moment another person has checked it; with `replaces` it puts a mistake
    right, and both stay to be seen. Refuses an unreadable value, one that
    is not written as the shipped ones, a choice that no rule knows, and a day that has a value.
    """
    check_can_propose(by, place, day_of(at))
    _check_value(key, {"amount_fen": value, "period": period} if period else value)
    _check_replaceable(replaces, place, key)
    _check_period(place, key, from_on, until_on, replaces)
    if standing == Standing.ASSUMED and not taken_from:
        raise Refusal("policies.taken_from", _("推定的值要写明取自哪里。"), field="taken_from")
    row = ParameterValue.objects.create(
        place=place,
        key=key,
        slot=_slot(place, key),
        value=value,
        period=period,
        from_on=from_on,
        until_on=until_on,
        basis=basis,
        standing=standing,
        taken_from=taken_from,
        replaces=replaces,
        proposed_by=by.user_id,
        proposed_at=at,
    )
    record(by=by, at=at, verb="propose", noun="parameter", key=row.pk)
    return row


@action
def check_value(*, value: ParameterValue, by: Officer, at: datetime) -> ParameterValue:
    """A second person checks the value; an open earlier one ends where it begins."""
    row = ParameterValue.objects.select_for_update().get(pk=value.pk)
    check_can_check(by, row, day_of(at))
    if row.replaces_id is not None and not (
        in_force().filter(pk=row.replaces_id).update(superseded_at=at)
    ):
        raise Refusal("policies.superseded", _("要改正的值已经另外改正过，请退回这一条。"))
    in_force().filter(slot=row.slot, until_on__isnull=True, from_on__lt=row.from_on).update(
        until_on=row.from_on
    )
    row.checked_by, row.checked_at = by.user_id, at
    try:
        with transaction.atomic():
            row.save(update_fields=["checked_by", "checked_at"])
    except IntegrityError as fault:
        raise _overlap() from fault
    record(by=by, at=at, verb="check", noun="parameter", key=row.pk)
    note(noun="parameter", key=row.pk, verb="checked", at=at)
    return row


@action
def reject_value(
    *, value: ParameterValue, reason: str, by: Officer, at: datetime
) -> ParameterValue:
    """Sent back with a reason; who proposed it may withdraw it so, too."""
    row = ParameterValue.objects.select_for_update().get(pk=value.pk)
    check_can_reject(by, row, reason, day_of(at))
    row.rejected_by, row.rejected_at, row.reject_reason = by.user_id, at, reason.strip()
    row.save(update_fields=["rejected_by", "rejected_at", "reject_reason"])
    record(by=by, at=at, verb="reject", noun="parameter", key=row.pk)
    return row


def _check_value(key: str, value: Any) -> None:
    """A key and a way of writing that the shipped values know, and a choice that a rule knows."""
    if key not in shapes():
        raise Refusal("policies.key", _("没有这个参数：%(key)s。") % {"key": key}, field="key")
    allowed = words_for(key)
    try:
        if allowed and value not in allowed:
            raise ParameterFault(f"参数 {key}：{value} 不是 {'、'.join(allowed)} 之一")
        flat({key: value})
        if shape_of(value) not in shapes()[key]:
            raise ParameterFault(f"参数 {key}：写法应为 {'或'.join(sorted(shapes()[key]))}")
    except ParameterFault as fault:
        raise Refusal("policies.value", str(fault), field="value") from fault


def _check_replaceable(old: ParameterValue | None, place: str, key: str) -> None:
    if old is None:
        return
    if (old.place, old.key) != (place, key):
        raise Refusal("policies.place", _("只能改正同一个地方的同一个参数。"))
    if old.checked_at is None or old.superseded_at is not None:
        raise Refusal("policies.superseded", _("只能改正已经核对、没有改正过的值。"))


def _check_period(
    place: str, key: str, from_on: date, until_on: date | None, replaces: ParameterValue | None
) -> None:
    """An open earlier value will end where this one begins; any other overlap is refused."""
    if until_on is not None and until_on <= from_on:
        raise Refusal("policies.days", _("停止日期要晚于开始日期。"), field="until_on")
    ends = Q(until_on__isnull=True, from_on__gte=from_on) | Q(until_on__gt=from_on)
    begins = Q(from_on__lt=until_on) if until_on else Q()
    rows = in_force().filter(slot=_slot(place, key))
    if replaces is not None:
        rows = rows.exclude(pk=replaces.pk)
    if rows.filter(ends, begins).exists():
        raise _overlap()


def _overlap() -> Refusal:
    sentence = _("这段日期已有经核对的值，请改开始或停止日期。")
    return Refusal("policies.overlap", sentence, field="from_on")


def _slot(place: str, key: str) -> int:
    digest = hashlib.sha256(f"{place}|{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
