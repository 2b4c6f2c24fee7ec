"""抽查: which running numbers of a month are drawn. Anyone with the key can compute it again.

Numbers 0, 1, 2 … fall into blocks of ten. In block b the ten positions are put in order by
HMAC-SHA256(key, "b:position") and the smallest are drawn: three of ten at 30 %. Where the share
is no whole number of tenths, the part of a lot that is left over is carried from block to block,
so that ten blocks together hold exactly the share: 25 % draws 2, 3, 2, 3 … .
"""

import hashlib
import hmac
from collections.abc import Iterable

BLOCK = 10
BEFORE, AFTER = "before_decision", "after_decision"
"""The moments at which a flow may draw."""
KEY_BYTES = 32


def hash_of(key: bytes) -> str:
    """What is published on the first day of the month, in hex: SHA-256 of the key."""
    return hashlib.sha256(key).hexdigest()


def quota(block: int, percent: int) -> int:
    """How many of this block's ten are drawn."""
    return (block + 1) * percent // BLOCK - block * percent // BLOCK


def drawn_positions(key: bytes, block: int, percent: int) -> frozenset[int]:
    ordered = sorted(range(BLOCK), key=lambda position: _lot(key, block, position))
    return frozenset(ordered[: quota(block, percent)])


def is_drawn(key: bytes, number: int, percent: int) -> bool:
    """Whether this running number of the month is drawn."""
    block, position = divmod(number, BLOCK)
    return position in drawn_positions(key, block, percent)


def _lot(key: bytes, block: int, position: int) -> bytes:
    return hmac.new(key, f"{block}:{position}".encode(), hashlib.sha256).digest()


def faults(
    key: bytes, key_hash: str, percent: int, lots: Iterable[tuple[int, bool]]
) -> tuple[str, ...]:
    """What does not fit: the key to its hash, a lot to the key, a number left out or twice."""
    found = [] if hash_of(key) == key_hash else ["hash"]
    known = sorted(lots)
    if [number for number, _drawn in known] != list(range(len(known))):
        found.append("numbers")
    wrong = (n for n, drawn in known if is_drawn(key, n, percent) != drawn)
    return (*found, *(f"lot {number}" for number in wrong))
