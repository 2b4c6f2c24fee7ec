"""The arithmetic of the trail: what may stand in it, and how its entries are hashed and chained."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SM3, Hash

NO_CHAIN = "0" * 64
_CODE = re.compile(r"[A-Za-z0-9_.:/+,#-]{0,80}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")  # SHA-256: may hold a long run of digits by chance
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
# Identity numbers have 15 or 18 digits, cards 13 to 19; a village code has 12.
_LONG_NUMBER = re.compile(r"\d{13}")
_DIGITS = re.compile(r"\d{7}")


class PersonalValue(ValueError):
    """A caller tried to write a value about a person where only codes and ids may stand."""


def has_long_digits(text: str) -> bool:
    """Seven digits in a row: a phone, an account or an identity number could stand here."""
    return _DIGITS.search(text) is not None


def looks_personal(text: str) -> bool:
    """A mobile number, or digits enough for an identity number or a card."""
    return bool(_MOBILE.search(text) or _LONG_NUMBER.search(text))


def detail_of(values: Mapping[str, object]) -> dict[str, Any]:
    """Ids, counts, dates and short ASCII codes as JSON. Raises PersonalValue for all else."""
    return {name: _detail(name, value) for name, value in values.items()}


def key_of(key: object) -> str:
    """The key of a noun as text. Raises PersonalValue for what cannot be an id."""
    return _code("key", str(key))


def _detail(name: str, value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return [_detail(name, part) for part in value]
    if isinstance(value, int):
        return _number(name, value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | UUID):
        return _code(name, str(value))
    raise PersonalValue(name)


def _number(name: str, value: int) -> int:
    if abs(value) >= 10**13 or (not name.endswith("_fen") and _MOBILE.fullmatch(str(value))):
        raise PersonalValue(name)
    return value


def _code(name: str, value: str) -> str:
    if _UUID.fullmatch(value) or _DIGEST.fullmatch(value):
        return value
    if _CODE.fullmatch(value) and not looks_personal(value):
        return value
    raise PersonalValue(name)


def canonical(value: Mapping[str, Any]) -> bytes:
    """One spelling per value, whatever order the database returned the keys in."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _sm3(data: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


def leaf_hash(entry: Mapping[str, Any]) -> bytes:
    """Leaves and nodes are hashed apart, so that a node cannot be passed off as an entry."""
    return _sm3(b"\x00" + canonical(entry))


def merkle_root(leaves: Iterable[bytes]) -> str:
    """Root in hex; a node without a sibling moves up unchanged."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [_sm3(b"\x01" + p[0] + p[1]) if len(p) == 2 else p[0] for p in pairs]
    return (level[0] if level else b"").hex()


@dataclass(frozen=True)
class Header:
    """What one seal says, before it is chained and signed."""

    number: int
    from_xid: int
    to_xid: int
    first_entry: int
    last_entry: int
    count: int
    root: str
    previous: str
    at: str


@dataclass(frozen=True)
class Anchor:
    """One line of the anchors file: a seal as it was on the day."""

    header: Header
    chain: str
    signature: str

    def line(self) -> str:
        return canonical(asdict(self)).decode() + "\n"


def chain_of(header: Header) -> str:
    return _sm3(canonical(asdict(header))).hex()


def anchor(header: Header, key: bytes) -> Anchor:
    """Chain and sign. Ed25519 signs the same text the same way, so this can be done again."""
    chain = chain_of(header)
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(bytes.fromhex(chain))
    return Anchor(header, chain, signature.hex())


def public_key(key: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def read_anchor(line: str) -> Anchor | None:
    """None for a line that no seal wrote."""
    try:
        raw = json.loads(line)
        return Anchor(Header(**raw["header"]), str(raw["chain"]), str(raw["signature"]))
    except (ValueError, TypeError, KeyError):
        return None


def is_genuine(found: Anchor, key: bytes) -> bool:
    """`key` is the public key, 32 bytes."""
    if chain_of(found.header) != found.chain:
        return False
    try:
        signature, chain = bytes.fromhex(found.signature), bytes.fromhex(found.chain)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, chain)
    except (InvalidSignature, ValueError):
        return False
    return True


def keys_from(found: Anchor, keys: Sequence[bytes]) -> Sequence[bytes]:
    """The public keys from the one that signed on, the oldest first; none for a forged line."""
    signed = (at for at, key in enumerate(keys) if is_genuine(found, key))
    return keys[next(signed, len(keys)) :]


def broken_links(anchors: Sequence[Anchor]) -> list[int]:
    """Numbers of the anchors that do not follow the line before them."""
    chain, number, broken = NO_CHAIN, 0, []
    for found in anchors:
        if (found.header.previous, found.header.number) != (chain, number + 1):
            broken.append(found.header.number)
        chain, number = found.chain, found.header.number
    return broken


def append_only_sql(table: str) -> str:
    """Triggers for a migration: rows of `table` are written once. Needs audit 0002.

    The name of the TRUNCATE trigger ends in `_no_truncate`: tests switch those off to empty tables.
    """
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION doudi_append_only();"
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION doudi_append_only();"
    )


def append_only_undo_sql(table: str) -> str:
    return (
        f"DROP TRIGGER {table}_append_only ON {table};DROP TRIGGER {table}_no_truncate ON {table};"
    )
