"""Looks for every personal value of the people in a world in all that the world wrote beside them.

Run as a program with the server's environment: `python -m tests.journeys.personal` writes
`{"values": how many, "looked": {place: characters}, "found": [[place, kind]]}`; never the value.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Text beside the sealed columns, where nothing personal may stand: name of the place → query.
TEXTS = {
    "trail": "SELECT to_jsonb(t)::text FROM audit_entry t",
    "journal": "SELECT to_jsonb(t)::text FROM journal_entry t",
    "addresses posted to": "SELECT path || ' ' || location FROM audit_requestkey",
    "jobs": "SELECT to_jsonb(t)::text FROM procrastinate_jobs t",
    "job events": "SELECT to_jsonb(t)::text FROM procrastinate_events t",
    "cache keys": "SELECT cache_key FROM django_cache",
    "sessions": "SELECT session_data FROM django_session",
    "files' rows": "SELECT to_jsonb(t)::text FROM files_file t",
    "snapshots": "SELECT content::text FROM facts_snapshot",
}
SHORTEST = 4  # of a sealed text: "3组" stands anywhere


def values() -> dict[str, set[str]]:
    """Kind → every value in the database: names, and whatever is sealed."""
    from django.apps import apps

    from doudi.common import crypto
    from doudi.common.sealed import SealedField
    from doudi.people.models import PersonName

    found: dict[str, set[str]] = {"name": set(PersonName.objects.values_list("name", flat=True))}
    for model in apps.get_models():
        for field in model._meta.fields:
            if not isinstance(field, SealedField) or "key" in field.name:
                continue
            held = found.setdefault(f"{model._meta.label}.{field.name}", set())
            for row in model._base_manager.filter(**{f"{field.name}__isnull": False}):
                text = crypto.unseal(field.context_of(row), getattr(row, field.name))
                held |= set(_parts(text.decode(errors="replace")))
    return {kind: {one for one in held if kind == "name" or len(one) >= SHORTEST}
            for kind, held in found.items()}  # fmt: skip


def _parts(text: str) -> Iterator[str]:
    """The text itself; of a JSON list its members, as of a photograph's time and place."""
    try:
        parsed = json.loads(text)
    except ValueError:
        parsed = text
    members = parsed if isinstance(parsed, list) else [text]
    yield from (str(one) for one in members if one is not None)


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Everything that was written: place → text."""
    from django.db import connection

    with connection.cursor() as cursor:
        for place, query in TEXTS.items():
            cursor.execute(query)
            yield place, "\n".join(str(row[0]) for row in cursor.fetchall())
    for log in sorted(data.glob("*.log")):
        yield log.name, log.read_text(errors="replace")
    names = (str(path.relative_to(data)) for path in data.rglob("*"))
    yield "names of files", "\n".join(names)
    anchors = data / "anchors.jsonl"
    yield "anchors", anchors.read_text() if anchors.exists() else ""


def found_in(places: dict[str, str], known: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Where a value of which kind stands; the value itself is not repeated."""
    return [
        (place, kind)
        for place, text in places.items()
        for kind, held in known.items()
        if any(one in text for one in held)
    ]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.conf import settings

    known, places = values(), dict(texts(Path(settings.DATA_DIR)))
    said: dict[str, Any] = {
        "values": sum(len(held) for held in known.values()),
        "looked": {place: len(text) for place, text in places.items()},
        "found": found_in(places, known),
    }
    sys.stdout.write(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main()
