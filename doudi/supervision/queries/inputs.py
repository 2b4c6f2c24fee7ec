"""The newest assessment inputs of a place, and what was published of them."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.decisions.models import Assessment
from doudi.supervision.models import Publication
from doudi.supervision.states import State

BATCH = 1_000


def newest_cases(place: str, salt: str) -> Iterator[object]:
    """The newest input of each household there, in an order that tells nothing."""
    newest = (
        Assessment.objects.filter(snapshot__household__place__code__startswith=place)
        .order_by("snapshot__household_id", "-assessed_at", "-pk")
        .distinct("snapshot__household_id")
        .values_list("pk", flat=True)
    )
    shuffled = sorted(newest, key=lambda pk: hashlib.sha256(f"{salt}:{pk}".encode()).digest())
    for first in range(0, len(shuffled), BATCH):
        part = shuffled[first : first + BATCH]
        cases = Assessment.objects.in_bulk(part)
        for pk in part:
            yield cases[pk].case


def folder_of(publication: Publication) -> Path:
    """Where the files of a finished publication lie."""
    return Path(settings.DOUDI_WAREHOUSE) / "inputs" / publication.sha256


def published(place: str) -> Publication | None:
    """The newest finished dataset of a place."""
    found = Publication.objects.filter(place__code=place, state=State.DONE)
    return found.order_by("-finished_at").first()


def publications_for(by: Officer, on: date) -> QuerySet[Publication]:
    """Those of the places that the post reaches, newest first."""
    rows = Publication.objects.filter(under(place_codes(by, on))).select_related("place")
    return rows.order_by("-asked_at", "-pk")
