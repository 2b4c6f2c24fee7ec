"""Writing the trail, and sealing it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from doudi.audit import queries, rules
from doudi.audit.models import Entry, Leaf, Seal
from doudi.common.actors import Actor, Citizen, Officer, System
from doudi.common.refusals import Refusal
from doudi.common.transactions import action

_SEALING = 0x646F756469  # the advisory lock that lets one process seal
PART = 20_000  # entries of a seal: a sealing that was away for a day needs no more memory


@action
def record(
    *,
    by: Actor,
    at: datetime,
    verb: str,
    noun: str,
    key: object,
    reason: str = "",
    **detail: object,
) -> Entry:
    """Write one entry in the caller's transaction.

    `key` and `detail` take ids, counts, dates and short ASCII codes; all else raises
    PersonalValue. Refuses a `reason` with seven digits in a row.
    """
    if rules.has_long_digits(reason):
        sentence = _("理由里不要写电话、证件号或账号，请改写后再提交。")
        raise Refusal("audit.personal_reason", sentence, field="reason")
    return Entry.objects.create(
        **_actor(by),
        verb=verb,
        noun=noun,
        key=rules.key_of(key),
        reason=reason[:500],
        detail=rules.detail_of(detail),
        at=at,
    )


def _actor(by: Actor) -> dict[str, str]:
    match by:
        case Officer():
            return {
                "actor_kind": "officer",
                "actor_id": str(by.user_id),
                "post_id": str(by.post_id),
                "duty": by.duty,
            }
        case Citizen():
            level = f"level-{by.level}"
            return {"actor_kind": "citizen", "actor_id": str(by.user_id), "duty": level}
        case System():
            return {"actor_kind": "system", "actor_id": by.task}


def seal(*, at: datetime) -> Seal | None:
    """Seal the entries of finished transactions, PART at a time; None when there is nothing new.

    The seal is committed first and anchored after. A process killed between the two leaves a seal
    without its line; the next run appends it. Refuses when the database has lost sealed entries or
    its transaction counter, as after a restore from a dump (docs/adr/0005-trail.md).
    """
    path = Path(settings.DOUDI_ANCHORS)
    with _only_sealer():
        _check_nothing_lost(path)
        _append_missing(path)
        with transaction.atomic(durable=True):
            made = _next_seal(at)
        _append_missing(path)
    return made


@contextmanager
def _only_sealer() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_SEALING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_SEALING])


def verify(*, path: Path, public_keys: Sequence[bytes]) -> queries.Report:
    """Compare trail, seals and anchors. Waits for a running sealing, so that none is half seen.

    `public_keys`: all that have signed, the oldest first.
    """
    with _only_sealer():
        return queries.report(path, public_keys)


def _check_nothing_lost(path: Path) -> None:
    last, anchored = queries.last_seal(), _last_anchored(path)
    if anchored > (last.number if last else 0):
        raise Refusal(
            "audit.seals_missing",
            _("锚定文件里有第 %(number)s 号封印，数据库里没有。请先运行 audit verify 查明。")
            % {"number": anchored},
        )
    if last and queries.oldest_open_xid() < last.to_xid:
        raise Refusal(
            "audit.counter_behind",
            _("数据库的事务计数小于最近一次封印，可能是用转储恢复的。请按运维手册校正后再封印。"),
        )


def _next_seal(at: datetime) -> Seal | None:
    last = queries.last_seal()
    from_xid = last.to_xid if last else 0
    to_xid = queries.end_of_part(from_xid, queries.oldest_open_xid(), PART)
    entries = list(queries.entries_between(from_xid, to_xid))
    if not entries:
        return None
    leaves = [rules.leaf_hash(queries.content_of(entry)) for entry in entries]
    header = rules.Header(
        number=last.number + 1 if last else 1,
        from_xid=from_xid,
        to_xid=to_xid,
        first_entry=min(entry.pk for entry in entries),
        last_entry=max(entry.pk for entry in entries),
        count=len(entries),
        root=rules.merkle_root(leaves),
        previous=last.chain if last else rules.NO_CHAIN,
        at=rules.moment(at),
    )
    anchor = rules.anchor(header, settings.DOUDI_SEAL_KEY)
    made = Seal.objects.create(
        **asdict(header) | {"at": at}, chain=anchor.chain, signature=anchor.signature
    )
    Leaf.objects.bulk_create(
        [
            Leaf(seal=made, position=position, entry_id=entry.pk, hash=digest)
            for position, (entry, digest) in enumerate(zip(entries, leaves, strict=True))
        ],
        batch_size=1000,
    )
    return made


def _last_anchored(path: Path) -> int:
    numbers = [found.header.number for found in queries.anchors_in(path) if found]
    return max(numbers, default=0)


def _append_missing(path: Path) -> None:
    missing = Seal.objects.filter(number__gt=_last_anchored(path)).order_by("number")
    lines = [queries.anchor_of(seal).line() for seal in missing]
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = _after_torn_line(path, lines[0]) + "".join(lines[1:])
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _after_torn_line(path: Path, line: str) -> str:
    """What remains to be written of `line` when a kill cut it short."""
    content = path.read_text(encoding="utf-8") if path.exists() else ""
    torn = content.rpartition("\n")[2]
    return line[len(torn) :] if line.startswith(torn) else "\n" + line


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
