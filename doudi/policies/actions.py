"""Storing bundles; proposing and checking a place's own parameters, by two persons."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.refusals import Refusal
from doudi.journal.actions import note
from doudi.policies.models import Bundle, ParameterValue
from doudi.policies.rules import parameters
from doudi.policies.rules.parameters import ParameterFault, flat
from doudi.policies.rules.registry import words_for


@transaction.atomic
def store_bundle(*, bundle: parameters.Bundle, by: Actor, at: datetime) -> Bundle:
    """Keep the bundle whole under its hash; a second time changes nothing."""
    kept, made = Bundle.objects.get_or_create(
        sha256=bundle.hash, defaults={"content": bundle.as_json(), "stored_at": at}
    )
    if made:
        record(by=by, at=at, verb="store", noun="bundle", key=kept.sha256)
    return kept


@transaction.atomic
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
    by: Officer,
    at: datetime,
) -> ParameterValue:
    """Propose a value as published: amount in fen with its period, or a choice, count or list.

    It counts from the moment another person has checked it. Refuses an unreadable value and a
    choice that no rule knows.
    """
    allowed = words_for(key)
    try:
        if allowed and value not in allowed:
            raise ParameterFault(f"参数 {key}：{value} 不是 {'、'.join(allowed)} 之一")
        flat({key: {"amount_fen": value, "period": period} if period else value})
    except ParameterFault as fault:
        raise Refusal("policies.value", str(fault), field="value") from fault
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
        proposed_by=by.user_id,
        proposed_at=at,
    )
    record(by=by, at=at, verb="propose", noun="parameter", key=row.pk)
    return row


@transaction.atomic
def check_value(*, value: ParameterValue, by: Officer, at: datetime) -> ParameterValue:
    """A second person checks the value; an open earlier one ends where it begins."""
    row = ParameterValue.objects.select_for_update().get(pk=value.pk)
    if row.proposed_by == by.user_id:
        raise Refusal("policies.four_eyes", _("不能核对自己提出的参数，请由另一人核对。"))
    if row.checked_at:
        raise Refusal("policies.checked", _("这个参数已经核对过。"))
    ParameterValue.objects.filter(
        slot=row.slot, checked_at__isnull=False, until_on__isnull=True, from_on__lt=row.from_on
    ).update(until_on=row.from_on)
    row.checked_by, row.checked_at = by.user_id, at
    try:
        with transaction.atomic():
            row.save(update_fields=["checked_by", "checked_at"])
    except IntegrityError as fault:
        sentence = _("这段日期已有经核对的值，请改开始或结束日期。")
        raise Refusal("policies.overlap", sentence, field="from_on") from fault
    record(by=by, at=at, verb="check", noun="parameter", key=row.pk)
    note(noun="parameter", key=row.pk, verb="checked", at=at)
    return row


def _slot(place: str, key: str) -> int:
    digest = hashlib.sha256(f"{place}|{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
