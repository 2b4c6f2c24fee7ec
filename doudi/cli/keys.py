"""`doudi keys status | rotate | index`: the data key everything is sealed with, and new keys.

Runs beside web and worker, in small transactions; killed, it goes on where it was, and when all is
on the newest key it does nothing. What is sealed is found by itself: every `SealedField`, the
sessions, the second factors, the files on disk. The trail, the facts, the journal and the ledger
hold nothing sealed, so nothing that is written once is written again.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from doudi.cli.indexes import reindex

BATCH = 50
PASSES = 10  # a page that was open meanwhile may write a row back as it had read it
_NAMED_BY_HASH = re.compile(r"[0-9a-f]{64}")


def keys_command(arguments: list[str]) -> int:
    """Prints JSON. 0: done, former keys may be taken away; 1: not yet, or some are unreadable."""
    parser = argparse.ArgumentParser(
        prog="doudi keys", description="数据密钥、索引密钥 · data keys, index key"
    )
    parser.add_argument("what", choices=["status", "rotate", "index"])
    given = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    if given.what == "index":
        moved = reindex()
        print(json.dumps(moved))
        return 1 if moved["unreadable"] else 0
    if given.what == "rotate":
        changed = rotate()
        print(f"换了 {changed} 处。 {changed} values moved to the newest key.", file=sys.stderr)
    found = status()
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["done"] else 1


def status() -> dict[str, Any]:
    """`on`: how many values each version holds; `old`: where those of older versions are;
    `unreadable`: how many name a version whose key is not here."""
    from django.conf import settings

    from doudi.common import crypto

    newest, on, old = crypto.newest(), Counter[int](), {}
    for name, count, _ in stores():
        found = count()
        on.update(found)
        if older := sum(number for version, number in found.items() if version != newest):
            old[name] = older
    lost = sum(number for version, number in on.items() if version not in settings.DOUDI_DATA_KEYS)
    counts = {str(version): on[version] for version in sorted({*on, *settings.DOUDI_DATA_KEYS})}
    return {"newest": newest, "on": counts, "old": old, "unreadable": lost, "done": not old}


def rotate() -> int:
    """How many values were sealed anew. Leaves those that no key opens, and says where."""
    from django.core.management import call_command

    from doudi.audit.actions import record
    from doudi.common import clock, crypto
    from doudi.common.actors import System

    call_command("clearsessions")
    changed = 0
    for _ in range(PASSES):
        now = sum(reseal() for _, _, reseal in stores())
        changed += now
        if not now:
            break
    if changed:
        record(
            by=System("keys"), at=clock.now(), verb="rotate", noun="data_key",
            key=crypto.newest(), values=changed,
        )  # fmt: skip
    return changed


Store = tuple[str, Callable[[], Counter[int]], Callable[[], int]]


def stores() -> Iterator[Store]:
    """Everything that holds sealed values: its name, its count by version, its resealing."""
    for model, field in columns():
        yield (
            f"{model._meta.label}.{field.name}",
            lambda model=model, field=field: _count(model, field),
            lambda model=model, field=field: _reseal(model, field),
        )
    yield "sessions", _count_sessions, _reseal_sessions
    yield "second factors", _count_secrets, _reseal_secrets
    yield "files", _count_files, _reseal_files


def columns() -> Iterator[tuple[Any, Any]]:
    """Every sealed column of every model."""
    from django.apps import apps

    from doudi.common.sealed import SealedField

    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedField):
                yield model, field


def _first_byte(field: Any) -> Any:
    from django.db.models import F, Func, IntegerField, Value

    return Func(F(field.name), Value(0), function="get_byte", output_field=IntegerField())


def _count(model: Any, field: Any) -> Counter[int]:
    from django.db.models import Count

    held = model._base_manager.filter(**{f"{field.name}__isnull": False})
    rows = held.annotate(_version=_first_byte(field)).values("_version").order_by()
    return Counter(dict(rows.annotate(_number=Count("*")).values_list("_version", "_number")))


def _reseal(model: Any, field: Any) -> int:
    """In batches by key. A row that somebody is just writing is skipped: the next pass has it."""
    from django.db import transaction

    from doudi.common import crypto

    held = model._base_manager.filter(**{f"{field.name}__isnull": False})
    old = held.annotate(_version=_first_byte(field)).exclude(_version=crypto.newest())
    changed, last = 0, None
    while True:
        with transaction.atomic():
            waiting = old if last is None else old.filter(pk__gt=last)
            rows = list(
                waiting.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:BATCH]
            )
            for row in rows:
                fresh = _anew(field.context_of(row), getattr(row, field.name))
                if fresh is not None:
                    model._base_manager.filter(pk=row.pk).update(**{field.name: fresh})
                    changed += 1
        if not rows:
            return changed
        last = rows[-1].pk


def _anew(context: str, sealed: Any) -> bytes | None:
    """None for what no key opens: it stays as it is, and the status counts it."""
    from doudi.common import crypto

    try:
        return crypto.seal(context, crypto.unseal(context, sealed))
    except crypto.Unreadable:
        return None


class _Version:
    """In the place of a session's serializer: reads only which key it was sealed with."""

    def loads(self, data: bytes) -> int:
        from doudi.common import crypto

        return crypto.version_of(data)


def _sessions() -> Iterator[tuple[Any, int]]:
    """Each session with its version. One that another SECRET_KEY signed is nobody's any more."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.core import signing

    salt = SessionStore().key_salt
    for session in Session.objects.order_by("pk").iterator(chunk_size=BATCH):
        try:
            yield session, signing.loads(session.session_data, salt=salt, serializer=_Version)
        except signing.BadSignature:
            continue


def _count_sessions() -> Counter[int]:
    return Counter(version for _, version in _sessions())


def _reseal_sessions() -> int:
    """Only if nobody wrote it meanwhile: what a request just wrote is newer."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from doudi.common import crypto

    changed = 0
    for session, version in _sessions():
        if version == crypto.newest():
            continue
        store = SessionStore()
        held = store.decode(session.session_data)
        if held:
            same = Session.objects.filter(pk=session.pk, session_data=session.session_data)
            changed += same.update(session_data=store.encode(held))
    return changed


def _secrets() -> Any:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(type=Authenticator.Type.TOTP)


def _count_secrets() -> Counter[int]:
    from doudi.common import crypto

    held = _secrets().values_list("data__secret", flat=True)
    return Counter(crypto.version_of(bytes.fromhex(secret)) for secret in held.iterator())


def _reseal_secrets() -> int:
    from django.db import transaction

    from doudi.accounts.rules.secrets import MFA
    from doudi.common import crypto

    changed = 0
    for pk in _secrets().values_list("pk", flat=True):
        with transaction.atomic():
            one = _secrets().select_for_update().filter(pk=pk).first()
            sealed = bytes.fromhex(one.data["secret"]) if one else b""
            if crypto.version_of(sealed) in {0, crypto.newest()}:
                continue
            fresh = _anew(MFA, sealed)
            if fresh is not None:
                one.data["secret"] = fresh.hex()
                one.save(update_fields=["data"])
                changed += 1
    return changed


def _files() -> Iterator[tuple[Path, int]]:
    """On the disk, with or without a row: what a failed form left may be stored again later."""
    from django.conf import settings

    from doudi.common import crypto

    for folder, _, names in os.walk(settings.DOUDI_FILES):
        for name in filter(_NAMED_BY_HASH.fullmatch, names):
            with (Path(folder) / name).open("rb") as file:
                yield Path(folder) / name, crypto.version_of(file.read(64))


def _count_files() -> Counter[int]:
    return Counter(version for _, version in _files())


def _reseal_files() -> int:
    from doudi.common import crypto
    from doudi.files.queries import context_of

    changed = 0
    for path, version in _files():
        if version == crypto.newest():
            continue
        fresh = _anew(context_of(path.name), path.read_bytes())
        if fresh is not None:
            _replace(path, fresh)
            changed += 1
    return changed


def _replace(path: Path, content: bytes) -> None:
    """At once: a reader gets the old file or the new one, and both open."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
        temporary.write(content)
        temporary.flush()
        os.fsync(temporary.fileno())
    Path(temporary.name).replace(path)
