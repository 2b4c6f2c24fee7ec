"""What one backup says about itself, and the key that it is locked with.

`manifest.json` is readable by anyone who holds the folder: counts, versions and hashes, nothing of
a person. It is authenticated with the backup key, so a changed one is refused.
"""

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from doudi.cli.dumps import Table
from doudi.cli.stream import derive, digest_of

NAME = "manifest.json"
KEY = "DOUDI_BACKUP_KEY"
PARTS = ("anchors", "database", "files", "warehouse")
FORMAT = 1


class Refused(Exception):
    """Nothing was done; the text says why and what to do."""


@dataclass(frozen=True)
class Part:
    """A sealed stream: bytes and SM3 of what lies on the disk."""

    bytes: int
    sm3: str


@dataclass(frozen=True)
class Manifest:
    made_at: str
    version: str  # of Doudi
    server: str  # of PostgreSQL
    counter: int  # the next transaction's number at the moment of the dump
    keys: dict[str, str]  # names of the platform's keys and what each is known by
    tables: dict[str, Table]
    files: int
    migrations: dict[str, str] = field(default_factory=dict)  # the last one of each app
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def backup_key() -> bytes:
    """From the environment, and kept out of settings: web and worker never know it."""
    given = os.environ.get(KEY, "")
    if not given and os.environ.get("DOUDI_MODE") in {"demo", "bench", "test"}:
        return hashlib.sha256(f"doudi trial key, not secret: {KEY}".encode()).digest()
    try:
        key = bytes.fromhex(given)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Refused(
            f"{KEY} 要设为 64 位十六进制数（openssl rand -hex 32），并在别处另存一份。"
            f" Set {KEY} to 64 hexadecimal digits and keep a copy elsewhere."
        )
    return key


def known_by(key: bytes) -> str:
    """Tells two keys apart and says nothing about either."""
    return derive(key, "known by")[:6].hex()


def platform_keys() -> dict[str, str]:
    """The keys that a restored platform needs, each by its mark. Never the keys."""
    from django.conf import settings

    keys = {f"DOUDI_DATA_KEY_{n}": known_by(key) for n, key in settings.DOUDI_DATA_KEYS.items()}
    for name in ("DOUDI_INDEX_KEY", "DOUDI_SEAL_KEY"):
        keys[name] = known_by(getattr(settings, name))
    return keys


def write(folder: Path, manifest: Manifest, key: bytes) -> None:
    """Last of all: a folder without it is no backup."""
    values = asdict(manifest)
    text = json.dumps(values | {"mac": _mac(values, key)}, ensure_ascii=False, indent=1)
    unfinished = folder / f"{NAME}.part"
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / NAME)


def read(folder: Path, key: bytes) -> Manifest:
    """Checked: the manifest by the key, and each part by size and hash. Raises Refused."""
    try:
        values = json.loads((folder / NAME).read_text(encoding="utf-8"))
        mac = str(values.pop("mac"))
    except FileNotFoundError:
        raise Refused(
            f"{folder} 里没有 {NAME}：不是备份，或备份没有做完。"
            f" {folder} holds no {NAME}: no backup, or one that was never finished."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _changed(NAME) from None
    if not hmac.compare_digest(mac, _mac(values, key)):
        raise Refused(
            f"{NAME} 与密钥不符：{KEY} 不是这份备份的，或文件被改过。"
            f" {NAME} does not fit {KEY}: another backup's key, or it was changed."
        )
    if values["format"] != FORMAT:
        raise Refused(f"备份格式 {values['format']} 不认识。 Unknown format: use a newer Doudi.")
    found = _manifest(values)
    for name, part in found.parts.items():
        _check(folder / f"{name}.sealed", part)
    return found


def _check(path: Path, part: Part) -> None:
    if not path.exists() or path.stat().st_size != part.bytes or digest_of(path) != part.sm3:
        raise _changed(path.name)


def _changed(name: str) -> Refused:
    return Refused(
        f"备份中的 {name} 缺失、被截断或被改动，没有恢复任何内容，请换一份备份。"
        f" {name} is missing, cut or changed: nothing was restored, take another backup."
    )


def _manifest(values: dict[str, Any]) -> Manifest:
    tables = {name: Table(**table) for name, table in values.pop("tables").items()}
    parts = {name: Part(**part) for name, part in values.pop("parts").items()}
    return Manifest(**values, tables=tables, parts=parts)


def _mac(values: dict[str, Any], key: bytes) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return derive(derive(key, "manifest"), text).hex()
