"""Publishing the newest assessment inputs as a dataset."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from doudi.accounts.models import Place
from doudi.audit.actions import record
from doudi.common.actors import Officer, System
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.supervision.actions.files import export
from doudi.supervision.guards import check_can_publish
from doudi.supervision.jobs import publish_later
from doudi.supervision.models import Publication
from doudi.supervision.states import State


@action
def ask_for_inputs(*, place: Place, by: Officer, at: datetime) -> Publication:
    """The files are written by a job; one at a time for a place."""
    check_can_publish(by, place.code, day_of(at))
    made = Publication.objects.create(place=place, asked_at=at, asked_by_id=by.post_id)
    record(by=by, at=at, verb="ask", noun="publication", key=made.pk, place=place.code)
    publish_later(made.pk)
    return made


@action
def finish_publication(
    *, publication_id: int, sha256: str, counts: Mapping[str, int], by: System, at: datetime
) -> None:
    """The files lie in the warehouse; a second finish of the same changes nothing."""
    row = Publication.objects.select_for_update().get(pk=publication_id)
    if row.state != State.WAITING:
        return
    row.state, row.finished_at, row.sha256, row.counts = State.DONE, at, sha256, dict(counts)
    row.save(update_fields=["state", "finished_at", "sha256", "counts"])
    record(
        by=by, at=at, verb="publish", noun="publication", key=row.pk, place=row.place.code,
        sha256=sha256, households=counts["households"], unreadable=counts["unreadable"],
    )  # fmt: skip
    note(noun="publication", key=row.pk, verb="published", at=at)


@action
def give_up_publication(*, publication_id: int, by: System, at: datetime) -> None:
    row = Publication.objects.select_for_update().get(pk=publication_id)
    if row.state != State.WAITING:
        return
    row.state, row.finished_at = State.FAILED, at
    row.save(update_fields=["state", "finished_at"])
    record(by=by, at=at, verb="give_up", noun="publication", key=row.pk)


@action
def export_inputs(*, place: str, folder: Path, by: System, at: datetime) -> dict[str, int]:
    """Writes the four files into an existing folder; the rows of each."""
    counts = export(place, folder, at.isoformat())
    record(
        by=by, at=at, verb="export", noun="inputs", key=place or "all",
        households=counts.rows["households"], unreadable=counts.unreadable,
    )  # fmt: skip
    return counts.as_json()
