"""Reading the trail, and looking for what was done to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from doudi.audit import rules
from doudi.audit.models import Entry, Leaf, Seal

_CONTENT = (
    *("id", "xid", "actor_kind", "actor_id", "post_id", "duty"),
    *("verb", "noun", "key", "reason", "detail"),
)


def entries_about(noun: str, key: object) -> QuerySet[Entry]:
    """The timeline of one thing, oldest first."""
    return Entry.objects.filter(noun=noun, key=str(key)).order_by("id")


def oldest_open_xid() -> int:
    """Every transaction with a smaller number is finished."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-number").first()


def entries_between(from_xid: int, to_xid: int) -> QuerySet[Entry]:
    """Entries in the order in which a seal takes them."""
    return Entry.objects.filter(xid__gte=from_xid, xid__lt=to_xid).order_by("xid", "id")


def end_of_part(from_xid: int, to_xid: int, most: int) -> int:
    """Where a seal of at most so many entries ends; a transaction is never cut, however large."""
    xids = entries_between(from_xid, to_xid).values_list("xid", flat=True)
    beyond = next(iter(xids[most : most + 1]), None)
    if beyond is None:
        return to_xid
    return beyond if beyond > xids[0] else beyond + 1


def content_of(entry: Entry) -> dict[str, Any]:
    """What a leaf is made of: every column."""
    content = {name: getattr(entry, name) for name in _CONTENT}
    return content | {"at": rules.moment(entry.at), "written_at": rules.moment(entry.written_at)}


def anchor_of(seal: Seal) -> rules.Anchor:
    header = rules.Header(
        number=seal.number,
        from_xid=seal.from_xid,
        to_xid=seal.to_xid,
        first_entry=seal.first_entry,
        last_entry=seal.last_entry,
        count=seal.count,
        root=seal.root,
        previous=seal.previous,
        at=rules.moment(seal.at),
    )
    return rules.Anchor(header, seal.chain, seal.signature)


def anchors_in(path: Path) -> list[rules.Anchor | None]:
    """The lines of the anchors file; None for a line that no seal wrote."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [rules.read_anchor(line) for line in lines]


@dataclass(frozen=True)
class Fault:
    """Something done to the trail. `code` is stable; the numbers are None where none applies."""

    code: str
    seal: int | None
    entry: int | None
    sentence: str


@dataclass(frozen=True)
class Report:
    """How the trail was found: counts, and every fault."""

    seals: int
    sealed: int
    unsealed: int
    faults: list[Fault]


def report(path: Path, public_keys: Sequence[bytes]) -> Report:
    """By the keys that have signed, the oldest first."""
    return Report(
        seals=Seal.objects.count(),
        sealed=Leaf.objects.count(),
        unsealed=Entry.objects.filter(~_has_leaf()).count(),
        faults=faults(path, public_keys),
    )


def faults(path: Path, public_keys: Sequence[bytes]) -> list[Fault]:
    """All that was changed, inserted, removed or cut, by the anchors in `path`."""
    read = anchors_in(path)
    anchors = [found for found in read if found]
    seals = {seal.number: seal for seal in Seal.objects.order_by("number")}
    return [
        *_faults_of_file(read, anchors, public_keys),
        *_faults_of_seals(anchors, seals),
        *(fault for seal in seals.values() for fault in _faults_under(seal)),
        *_strangers(anchors, seals),
    ]


def _faults_of_file(
    read: list[rules.Anchor | None], anchors: list[rules.Anchor], public_keys: Sequence[bytes]
) -> Iterator[Fault]:
    keys = public_keys
    for line, found in enumerate(read, start=1):
        if found is None:
            sentence = _("锚定文件第 %(line)s 行读不出。") % {"line": line}
            yield Fault("anchor_unreadable", None, None, sentence)
        elif left := rules.keys_from(found, keys):
            keys = left  # one that has been replaced signs nothing more
        else:
            number = found.header.number
            sentence = _("锚定文件第 %(line)s 行的签名不对。") % {"line": line}
            yield Fault("anchor_forged", number, None, sentence)
    for number in rules.broken_links(anchors):
        sentence = _("锚定文件里第 %(number)s 号封印之前缺行。") % {"number": number}
        yield Fault("anchor_chain_broken", number, None, sentence)


def _faults_of_seals(anchors: list[rules.Anchor], seals: dict[int, Seal]) -> Iterator[Fault]:
    anchored = {found.header.number: found for found in anchors}
    for number, found in anchored.items():
        if number not in seals:
            yield from _cut(found.header)
        elif anchor_of(seals[number]) != found:
            sentence = _("第 %(number)s 号封印被改动。") % {"number": number}
            yield Fault("seal_changed", number, None, sentence)
    for number in sorted(seals.keys() - anchored.keys()):
        sentence = _("第 %(number)s 号封印不在锚定文件里：文件被截断，或封印中断过。")
        yield Fault("seal_not_anchored", number, None, sentence % {"number": number})


def _cut(header: rules.Header) -> Iterator[Fault]:
    span = {"number": header.number, "first": header.first_entry, "last": header.last_entry}
    sentence = _("第 %(number)s 号封印被截掉（记录 %(first)s 至 %(last)s）。") % span
    yield Fault("seal_cut", header.number, None, sentence)
    ids = range(header.first_entry, header.last_entry + 1)
    if len(ids) != header.count:  # numbers were left out, so the missing ones cannot be named
        return
    present = set(Entry.objects.filter(id__in=ids).values_list("id", flat=True))
    for entry in ids:
        if entry not in present:
            yield _removed(header.number, entry)


def _removed(seal: int, entry: int) -> Fault:
    sentence = _("记录 %(entry)s 被删除（第 %(seal)s 号封印）。") % {"entry": entry, "seal": seal}
    return Fault("entry_removed", seal, entry, sentence)


def _faults_under(seal: Seal) -> Iterator[Fault]:
    leaves = list(Leaf.objects.filter(seal=seal).order_by("position"))
    entries = {e.pk: e for e in Entry.objects.filter(id__in=[leaf.entry_id for leaf in leaves])}
    for leaf in leaves:
        entry = entries.get(leaf.entry_id)
        if entry is None:
            yield _removed(seal.number, leaf.entry_id)
        elif rules.leaf_hash(content_of(entry)) != bytes(leaf.hash):
            span = {"entry": entry.pk, "seal": seal.number}
            sentence = _("记录 %(entry)s 被改动（第 %(seal)s 号封印）。") % span
            yield Fault("entry_changed", seal.number, entry.pk, sentence)
    if rules.merkle_root(bytes(leaf.hash) for leaf in leaves) != seal.root:
        yield from _leaf_faults(seal, leaves)


def _leaf_faults(seal: Seal, leaves: list[Leaf]) -> Iterator[Fault]:
    found = {leaf.position for leaf in leaves}
    span = {"seal": seal.number, "first": seal.first_entry, "last": seal.last_entry}
    for position in sorted(set(range(seal.count)) - found):
        sentence = _(
            "第 %(seal)s 号封印缺第 %(position)s 片叶（记录 %(first)s 至 %(last)s 之一）。"
        )
        yield Fault("leaf_removed", seal.number, None, sentence % (span | {"position": position}))
    if len(found) == seal.count:
        sentence = (
            _("第 %(seal)s 号封印的叶与根不符：记录 %(first)s 至 %(last)s 之中有改动。") % span
        )
        yield Fault("leaf_changed", seal.number, None, sentence)


def _strangers(anchors: list[rules.Anchor], seals: dict[int, Seal]) -> Iterator[Fault]:
    """Entries older than the last seal that no seal covers."""
    sealed_to = max(
        [*(found.header.to_xid for found in anchors), *(seal.to_xid for seal in seals.values())],
        default=0,
    )
    cut = [found.header for found in anchors if found.header.number not in seals]
    for entry in Entry.objects.filter(~_has_leaf(), xid__lt=sealed_to).order_by("id"):
        owner = next((h for h in cut if h.from_xid <= entry.xid < h.to_xid), None)
        if owner:
            span = {"entry": entry.pk, "seal": owner.number}
            sentence = _("记录 %(entry)s 的封印（第 %(seal)s 号）被截掉。") % span
            yield Fault("entry_unsealed", owner.number, entry.pk, sentence)
        else:
            sentence = _("记录 %(entry)s 是后来插入的，或它的叶被删除。") % {"entry": entry.pk}
            yield Fault("entry_inserted", None, entry.pk, sentence)


def _has_leaf() -> Exists:
    return Exists(Leaf.objects.filter(entry_id=OuterRef("pk")))
