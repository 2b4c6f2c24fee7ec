"""Keeping files: checked by content, encrypted, named by hash."""

import errno
import hashlib
import json
import os
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid4

from doudi.audit.actions import record
from doudi.common import crypto
from doudi.common.actors import Actor, System
from doudi.common.transactions import action
from doudi.files import queries, rules
from doudi.files.models import File

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@action
def store(
    *,
    content: bytes,
    kind: str,
    owner_noun: str,
    owner_key: object,
    sensitivity: str,
    by: Actor,
    at: datetime,
    retention_until: date | None = None,
) -> File:
    """Keep one file. Pictures are drawn anew, without the place and time a camera writes into them;
    those are kept apart, sealed (`queries.taken`).

    `kind`: photo, signature, scan, pdf, xlsx, csv. `sensitivity`: plain, personal, sensitive.
    Refuses what is empty, over 20 MB, or by its content not of this kind.
    """
    media_type, kept = _checked(content, kind)
    sha256 = hashlib.sha256(kept).hexdigest()
    file_id = uuid4()
    file = File.objects.create(
        id=file_id,
        sha256=sha256,
        kind=kind,
        media_type=media_type,
        size=len(kept),
        sensitivity=sensitivity,
        owner_noun=owner_noun,
        owner_key=str(owner_key),
        retention_until=retention_until,
        stored=f"{sha256[:2]}/{sha256}",
        taken_sealed=_taken(content, media_type, file_id),
        created_at=at,
        created_by=by.task if isinstance(by, System) else f"user:{by.user_id}",
    )
    record(by=by, at=at, verb="store", noun="file", key=file.pk, kind=kind, owner=owner_noun)
    _write(file, kept)
    return file


def _checked(content: bytes, kind: str) -> tuple[str, bytes]:
    try:
        return rules.checked(content, kind)
    except rules.Unfit as unfit:
        raise queries.refusal(unfit.code) from unfit


def _taken(content: bytes, media_type: str, file_id: UUID) -> bytes | None:
    found = rules.taken_of(content) if media_type == "image/jpeg" else None
    if found is None:
        return None
    values = [found.at.isoformat() if found.at else None, found.latitude, found.longitude]
    return crypto.seal(queries.taken_context(file_id), json.dumps(values))


def _write(file: File, kept: bytes) -> None:
    """Last, as the disk has no rollback: what a failed transaction leaves is unreadable litter."""
    path = queries.path_of(file.stored)
    if path.exists():
        return
    blob = crypto.seal(queries.context_of(file.sha256), kept)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, blob)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise queries.refusal("no_room") from error
        raise


def _put(path: Path, blob: bytes) -> None:
    """Whole or not at all, and there after a power cut as soon as this returns."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
        fresh = Path(temporary.name)
        try:
            temporary.write(blob)
            temporary.flush()
            os.fsync(temporary.fileno())
        except OSError:
            fresh.unlink()
            raise
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
