"""The blocks of which the parts of a case volume are made, as plain values for the template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
MOST_PICTURES = 40  # in one volume: a visit may have thirty photographs
PICTURE_PIXELS = 520  # the longer side; the original stays in the system


@dataclass(frozen=True)
class Part:
    """One part of the volume. `pictures`: name in the blocks → the file's id."""

    code: str
    title: str
    blocks: tuple[Block, ...]
    pictures: Mapping[str, Any] = field(default_factory=dict)


def rows(pairs: Iterable[tuple[object, object]]) -> Block:
    """Words and values; a value that is empty is shown as a dash, never left blank."""
    return {"kind": "rows", "rows": [[str(word), str(value) or "—"] for word, value in pairs]}


def table(
    head: Sequence[str],
    lines: Iterable[Sequence[object]],
    *,
    widths: Sequence[str] = (),
    numbers: Sequence[int] = (),
) -> Block:
    """`widths`: "auto" or a share ("2"); `numbers`: columns aligned right, from 0."""
    return {
        "kind": "table",
        "head": list(head),
        "lines": [[str(cell) or "—" for cell in line] for line in lines],
        "widths": list(widths) or ["1"] * len(head),
        "numbers": list(numbers),
    }


def sheet(lines: Iterable[Mapping[str, Any]]) -> Block:
    return {"kind": "sheet", "lines": [dict(line) for line in lines]}


def head(text: str) -> Block:
    return {"kind": "head", "text": text}


def text(words: str) -> Block:
    return {"kind": "text", "text": words}


def note(words: str) -> Block:
    return {"kind": "note", "text": words}


def seals(*boxes: tuple[str, str, str]) -> Block:
    """Boxes for opinion and seal: title, what was said, and the line for person and day."""
    return {
        "kind": "seals",
        "boxes": [{"title": one, "text": said, "foot": foot} for one, said, foot in boxes],
    }


def pictures(items: Iterable[tuple[str, str]], *, columns: int = 3) -> Block:
    """(name, caption) of each picture."""
    found = [{"name": name, "caption": caption} for name, caption in items]
    return {"kind": "pictures", "items": found, "columns": columns}


def within_bound(parts: Sequence[Part]) -> dict[str, Any]:
    """Name → file of as many pictures as a volume may hold, in the order of the parts."""
    found = [(name, file) for part in parts for name, file in part.pictures.items()]
    return dict(found[:MOST_PICTURES])
