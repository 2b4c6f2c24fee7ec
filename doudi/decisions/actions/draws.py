"""The month's key and each request's lot: nobody chooses whom the county visits."""

import os
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Actor, System
from doudi.common.clock import day_of
from doudi.common.crypto import seal, unseal
from doudi.common.months import add_months, month_of
from doudi.common.refusals import Forbidden
from doudi.common.transactions import action
from doudi.decisions.models import Draw, DrawKey
from doudi.decisions.queries import river
from doudi.decisions.queries.draws import percent_of
from doudi.decisions.queries.words import district_of
from doudi.decisions.rules import draws as rules
from doudi.journal.actions import note
from doudi.visits.models import Visit
from doudi.visits.rules import COUNTY


@action
def make_key(
    *,
    place: Place,
    programme: str,
    month: date,
    secret: bytes | None = None,
    by: Actor,
    at: datetime,
) -> DrawKey:
    """The month's key of a district: its hash is public from now on. Again: the key there is.

    `month` is its first day; the share is the flow's of that day. Only a trial's setup brings a
    `secret` of its own, so that its story comes out the same each time.
    """
    if secret is not None and not (settings.TRIAL and by == System("setup")):
        raise Forbidden("draw.secret", _("抽查密钥由系统随机生成。"))
    known = DrawKey.objects.filter(place=place, programme=programme, month=month).first()
    if known is not None and (secret is None or known.draws.exists()):
        return known
    if known is not None:  # a trial's daily task came before its setup
        known.delete()
    key = secret or os.urandom(rules.KEY_BYTES)
    made = DrawKey(
        place=place, programme=programme, month=month, key_hash=rules.hash_of(key), made_at=at,
        percent=percent_of(place, programme, month),
    )  # fmt: skip
    made.key_sealed = seal(_context(made), key)
    # the first two cases of a month may come at once: the later takes the key of the earlier
    DrawKey.objects.bulk_create([made], ignore_conflicts=True)
    kept = DrawKey.objects.get(place=place, programme=programme, month=month)
    if kept.pk != made.pk:
        return kept
    record(by=by, at=at, verb="make", noun="draw_key", key=made.pk, percent=made.percent)
    return made


def _context(key: DrawKey) -> str:
    return f"decisions.draw_key.{key.pk}"


@action
def show_key(*, key: DrawKey, by: System, at: datetime) -> DrawKey:
    """The month is over: the key is public, and every lot can be computed again."""
    held = DrawKey.objects.select_for_update().get(pk=key.pk)
    if held.shown or day_of(at) < add_months(held.month, 1):
        return held
    held.shown, held.shown_at = unseal(_context(held), held.key_sealed).hex(), at
    held.save(update_fields=["shown", "shown_at"])
    record(by=by, at=at, verb="show", noun="draw_key", key=held.pk, draws=held.draws.count())
    return held


@action
def note_visited(*, visit: Visit, by: Actor, at: datetime) -> None:
    """The county has visited: the family's lots that were drawn ask for no other visit."""
    if visit.plan.purpose != COUNTY:
        return
    waiting = Draw.objects.filter(
        to_visit=True, request__application__submitted_at__lte=at,
        request__application__household=visit.plan.household_id,
    )  # fmt: skip
    for lot in waiting:
        lot.to_visit = False
        lot.save(update_fields=["to_visit"])
        record(by=by, at=at, verb="visited", noun="draw", key=lot.pk)


@action
def draw(*, request: Request, moment: str, by: Actor, at: datetime) -> Draw | None:
    """The request's lot when it reaches the flow's moment; the same lot for ever after.

    None at the other moment, and where the flow checks nobody.
    """
    on = day_of(at)
    spot = river.flow_of(request, on).spot
    if spot.moment != moment or spot.percent == 0:
        return None
    known = Draw.objects.filter(request=request).first()
    if known is not None:
        return known
    place = district_of(request.application.place)
    key = make_key(place=place, programme=request.programme, month=month_of(on), by=by, at=at)
    held = DrawKey.objects.select_for_update().get(pk=key.pk)
    last = held.draws.aggregate(last=Max("number"))["last"]
    number = 0 if last is None else last + 1
    secret = unseal(_context(held), held.key_sealed)
    drawn = rules.is_drawn(secret, number, held.percent)
    made = Draw.objects.create(
        request=request, key=held, number=number, drawn=drawn, drawn_at=at, to_visit=drawn
    )
    record(by=by, at=at, verb="draw", noun="request", key=request.pk, number=number)
    if drawn:
        note(noun="request", key=request.pk, verb="drawn", at=at)
    return made
