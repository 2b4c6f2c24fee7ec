"""Stopping, resuming and lengthening the time limit, each with its ground in the law."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.applications.guards import check_can_note_clock
from doudi.applications.models import Application, ClockEvent
from doudi.applications.queries.clock import counted_from, due_on, ground_of, open_stops
from doudi.applications.states import ClockKind
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note


@action
def note_clock(
    *,
    application: Application,
    kind: str,
    code: str,
    reason: str,
    on: date,
    by: Actor,
    at: datetime,
) -> ClockEvent:
    """The limit stops, runs again or is lengthened from `on`; `due_on` is computed anew.

    `code` is a ground of the place's flow. Only an officer stops it; what ends a stop or lengthens
    may also follow from an act of the family. The same event of the same day again changes nothing.
    """
    held = (
        Application.objects.select_for_update(of=("self",))
        .select_related("place", "household")
        .get(pk=application.pk)
    )
    check_can_note_clock(by, held, kind, day_of(at))
    known = ClockEvent.objects.filter(application=held, kind=kind, code=code, on=on).first()
    if known is not None:
        return known
    _check_event(held, kind, code, on, day_of(at))
    made = ClockEvent.objects.create(
        application=held, kind=kind, code=code, reason=reason.strip()[:300], on=on, noted_at=at,
        noted_by_id=by.post_id if isinstance(by, Officer) else None,
    )  # fmt: skip
    _compute(held)
    record(
        by=by, at=at, verb=str(kind), noun="application", key=held.pk, ground=code, on=on,
        due_on=held.due_on,
    )  # fmt: skip
    note(noun="application", key=held.pk, verb="clock", at=at)
    application.due_on = held.due_on
    return made


def _compute(application: Application) -> None:
    begun_on = counted_from(application)
    if begun_on is None:
        return
    application.due_on = due_on(application, begun_on)
    application.save(update_fields=["due_on"])


def _check_event(application: Application, kind: str, code: str, on: date, today: date) -> None:
    ground = ground_of(application, code, today)
    stops = ground is not None and ground.most_workdays is not None
    if ground is None or stops == (kind == ClockKind.EXTEND):
        raise Refusal("clock.ground", _("请选择这里的办理流程允许的理由。"), field="code")
    if on > today:
        raise Refusal("clock.future", _("日期不能晚于今天。"), field="on")
    submitted = application.submitted_at
    if submitted is not None and on < day_of(submitted):
        raise Refusal("clock.before", _("日期不能早于提交申请的那天。"), field="on")
    if kind != ClockKind.EXTEND:
        _check_turn(application, kind, code, on, today)


def _check_turn(application: Application, kind: str, code: str, on: date, today: date) -> None:
    """A stop and its end take turns, each on a day that makes sense after the other."""
    standing = code in open_stops(application, today)
    others = ClockEvent.objects.filter(application=application, code=code)
    if kind == ClockKind.STOP:
        if standing:
            raise Refusal("clock.stopped", _("已经因这个理由中止计时，请先恢复。"), field="code")
        if others.filter(kind=ClockKind.RESUME, on__gte=on).exists():
            raise Refusal(
                "clock.resumed", _("那天已经恢复计时，请从之后的日期起中止。"), field="on"
            )
        return
    if not standing:
        raise Refusal("clock.not_stopped", _("没有因这个理由中止计时，不用恢复。"), field="code")
    if not others.filter(kind=ClockKind.STOP, on__lte=on).exists():
        raise Refusal("clock.before_stop", _("恢复的日期不能早于中止的日期。"), field="on")


@action
def lengthen_for_visit(*, household_id: int, on: date, by: Actor, at: datetime) -> None:
    """人户分离: a visit was asked of another office, so the longer limit holds."""
    found = Application.objects.filter(household_id=household_id, closed_at__isnull=True)
    for application in found.filter(submitted_at__isnull=False).select_related("place"):
        if ground_of(application, "lives_apart", on) is None:
            continue
        note_clock(
            application=application, kind=ClockKind.EXTEND, code="lives_apart", reason="", on=on,
            by=by, at=at,
        )  # fmt: skip
