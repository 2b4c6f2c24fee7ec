"""Which characters a font file can show: its Unicode map, read without a font library."""

import struct
from collections.abc import Iterator
from pathlib import Path

WINDOWS_FULL_UNICODE = (3, 10)
SEGMENTED_COVERAGE = 12


def characters_of(font: Path) -> frozenset[int]:
    """Code points of an OpenType file that has a full Unicode map; ValueError if it has none."""
    data = font.read_bytes()
    start = _unicode_map(data, _table(data, b"cmap"))
    groups = struct.unpack_from(">I", data, start + 12)[0]
    return frozenset(
        code
        for index in range(groups)
        for code in _range(*struct.unpack_from(">II", data, start + 16 + 12 * index))
    )


def _range(first: int, last: int) -> range:
    return range(first, last + 1)


def _table(data: bytes, tag: bytes) -> int:
    count = struct.unpack_from(">H", data, 4)[0]
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("the font has no character map")


def _unicode_map(data: bytes, table: int) -> int:
    for kind, offset in _maps(data, table):
        found = struct.unpack_from(">H", data, table + offset)[0]
        if kind == WINDOWS_FULL_UNICODE and found == SEGMENTED_COVERAGE:
            return table + offset
    raise ValueError("the font has no full Unicode map")


def _maps(data: bytes, table: int) -> Iterator[tuple[tuple[int, int], int]]:
    count = struct.unpack_from(">H", data, table + 2)[0]
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * index)
        yield (platform, encoding), offset
