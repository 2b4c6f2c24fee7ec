"""个人信息告知书: the privacy notice, in versions; each is kept as it was shown."""

import hashlib
from functools import cache

from doudi.people.rules import TEXTS

NOTICE_VERSION = "2026-09"
_BEGINNING = "privacy-"


@cache
def notice_versions() -> tuple[str, ...]:
    """All versions, the oldest first."""
    found = TEXTS.glob(f"{_BEGINNING}*.txt")
    return tuple(sorted(path.stem.removeprefix(_BEGINNING) for path in found))


@cache
def notice_text(version: str = NOTICE_VERSION) -> str:
    """The notice's wording of one version; raises LookupError for an unknown one."""
    if version not in notice_versions():
        raise LookupError(version)
    return (TEXTS / f"{_BEGINNING}{version}.txt").read_text(encoding="utf-8")


def notice_hash(version: str = NOTICE_VERSION) -> str:
    return hashlib.sha256(notice_text(version).encode()).hexdigest()
