"""After the kills: what was acknowledged and is gone, what happened twice, what no longer holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.chaos.browser import Log, Sent
from tests.chaos.effects import differences
from tests.machine import checks
from tests.messaging.gateway import Gateway


@dataclass
class Found:
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.duplicated or self.broken)


def look(sent: list[Sent], gateway: Gateway, anchors: Path, today: date) -> Found:
    """Thorough: every form, every message, every invariant."""
    found = Found()
    done = _answered(sent, found)
    missing, twice = differences(done)
    found.lost += missing
    found.duplicated += twice
    found.duplicated += messages_twice(gateway) + paid_twice() + decided_twice()
    found.broken += jobs_left() + trail_faults(anchors) + files_unreadable() + decided_for_nothing()
    for check in (
        checks.only_a_named_person_gives_less, checks.every_fact_has_its_source, checks.four_eyes,
        checks.no_less_without_a_hearing, checks.money_is_conserved,
        lambda: checks.what_is_published_ends(today), checks.every_decision_recomputes,
    ):  # fmt: skip
        found.broken += _holds(check)
    return found


def glance(log: Log, since: int) -> list[str]:
    """Cheap, after each kill: acknowledged forms since the last look that are gone."""
    found = Found()
    _answered(log.acknowledged()[since:], found)
    return found.lost


def _answered(sent: list[Sent], found: Found) -> list[Sent]:
    """The forms that were carried out, told or not; each acknowledged one must be among them."""
    from doudi.audit.models import RequestKey

    kept = {str(row.key): row for row in RequestKey.objects.filter(key__in=[s.key for s in sent])}
    done = []
    for one in sent:
        row = kept.get(one.key)
        if row is not None and 300 <= row.status < 400:
            if one.acknowledged and row.location != one.location:
                found.duplicated.append(f"{one.case} {one.what}: answered twice, differently")
            one.location = row.location
            done.append(one)
        elif one.acknowledged:
            found.lost.append(f"{one.case} {one.what}: acknowledged, and no such form is known")
    return done


# ── twice ───────────────────────────────────────────────────────────────────────────────────────
def messages_twice(gateway: Gateway) -> list[str]:
    """The same words to the same address about the same thing; or one message under two keys."""
    from django.db.models import Count

    from doudi.messaging.models import Message

    same = Message.objects.values("template", "noun", "key", "user_id", "address_index", "values")
    again = same.annotate(n=Count("pk")).filter(n__gt=1)
    told = [f"{row['template']} {row['noun']} {row['key']}: {row['n']} messages" for row in again]
    keys: dict[int, set[str]] = {}
    for one in gateway.tries:
        keys.setdefault(one["id"], set()).add(one["key"])
    return told + [
        f"message {pk}: {len(k)} keys at the gateway" for pk, k in keys.items() if len(k) > 1
    ]


def paid_twice() -> list[str]:
    from django.db.models import Count

    from doudi.payments.models import LineItem
    from doudi.payments.states import LineState

    paid = LineItem.objects.filter(line__state=LineState.PAID).values("entitlement")
    again = paid.annotate(n=Count("pk")).filter(n__gt=1)
    return [f"entitlement {row['entitlement']}: paid {row['n']} times" for row in again]


def decided_twice() -> list[str]:
    from django.db.models import Count

    from doudi.decisions.models import Decision

    decided = Decision.objects.filter(decided_at__isnull=False, request__isnull=False)
    again = decided.values("request").annotate(n=Count("pk")).filter(n__gt=1)
    return [f"request {row['request']}: decided {row['n']} times" for row in again]


# ── no longer whole ─────────────────────────────────────────────────────────────────────────────
def jobs_left() -> list[str]:
    """A job is finished (and gone), or waits; none has failed or belongs to a dead worker."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status, count(*) FROM procrastinate_jobs"
            " WHERE status IN ('failed', 'aborted', 'cancelled') OR (status = 'doing' AND"
            " NOT EXISTS (SELECT 1 FROM procrastinate_workers w WHERE w.id = worker_id"
            " AND w.last_heartbeat > now() - interval '30 seconds')) GROUP BY 1, 2"
        )
        return [f"{count} jobs {task} {status}" for task, status, count in cursor.fetchall()]


def trail_faults(anchors: Path) -> list[str]:
    from django.conf import settings

    from doudi.audit import actions, rules

    report = actions.verify(path=anchors, public_keys=[rules.public_key(settings.DOUDI_SEAL_KEY)])
    left = [f"{report.unsealed} entries without a seal"] if report.unsealed else []
    return left + [f"trail: {fault.code} seal={fault.seal} entry={fault.entry}"
                   for fault in report.faults]  # fmt: skip


def files_unreadable() -> list[str]:
    from doudi.common.crypto import Unreadable
    from doudi.files.models import File
    from doudi.files.queries import open_file

    found = []
    for file in File.objects.order_by("pk"):
        try:
            open_file(file)
        except (OSError, Unreadable) as error:
            found.append(f"file {file.pk}: {type(error).__name__}")
    return found


def decided_for_nothing() -> list[str]:
    """A granted decision has its award, as soon as the journal was read."""
    from doudi.decisions.models import Decision
    from doudi.decisions.states import Outcome

    granted = Decision.objects.filter(
        outcome=Outcome.GRANTED, decided_at__isnull=False, request__isnull=False
    )
    return [f"decision {one.pk}: no award" for one in granted.filter(award__isnull=True)]


def _holds(check: Callable[[], None]) -> list[str]:
    try:
        check()
    except AssertionError as error:
        name = getattr(check, "__name__", "check")
        return [f"{name}: {error}"[:300]]
    return []
