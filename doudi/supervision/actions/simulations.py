"""Trying out changed parameters: asked for, computed by a job, kept for good, taken out as CSV."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import office_of
from doudi.audit.actions import record
from doudi.common.actors import Officer, System
from doudi.common.cells import plain
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.policies.rules.parameters import ParameterFault
from doudi.policies.rules.scenarios import Scenario, checked
from doudi.policies.rules.simulation_words import HEAD, rows_of, simulation_from
from doudi.supervision.guards import check_can_export, check_can_simulate
from doudi.supervision.jobs import simulate_later
from doudi.supervision.models import Simulation
from doudi.supervision.queries.inputs import published
from doudi.supervision.queries.simulations import (
    Computed,
    place_names,
    sees_single_households,
)
from doudi.supervision.rules.disclosure import LEAST, SMALL, protected
from doudi.supervision.states import Source, State
from doudi.ui.text import iso_moment

MOST_ROWS = 20_000


@action
def ask_for_simulation(
    *,
    title: str,
    place: Place,
    source: str,
    on: date,
    scenarios: Sequence[Scenario],
    households: int = 0,
    seed: int = 0,
    by: Officer,
    at: datetime,
) -> Simulation:
    """Over the newest published dataset of the place, or a synthetic city; a job computes it."""
    publication = published(place.code) if source == Source.PUBLISHED else None
    check_can_simulate(
        by, place.code, day_of(at), source=source, publication=publication, households=households
    )
    synthetic = source == Source.SYNTHETIC
    made = Simulation.objects.create(
        title=title.strip()[:80],
        place=place,
        source=source,
        publication=publication,
        households=households if synthetic else None,
        seed=seed if synthetic else None,
        on=on,
        scenarios=[_stored(one) for one in scenarios],
        asked_at=at,
        asked_by_id=by.post_id,
    )
    record(
        by=by, at=at, verb="simulate", noun="simulation", key=made.pk, place=place.code,
        source=source,
    )  # fmt: skip
    simulate_later(made.pk)
    return made


def _stored(one: Scenario) -> dict[str, object]:
    try:
        changes = [checked(change).as_json() for change in one.changes]
    except ParameterFault as fault:
        raise Refusal("simulation.value", str(fault)) from fault
    return {"code": one.code, "changes": changes}


@action
def finish_simulation(*, simulation_id: int, computed: Computed, by: System, at: datetime) -> None:
    """Kept for good; a second finish of the same changes nothing."""
    row = Simulation.objects.select_for_update(of=("self",)).get(pk=simulation_id)
    if row.state != State.WAITING:
        return
    row.state, row.finished_at, row.result = State.DONE, at, computed.result
    row.inputs_sha256 = computed.inputs_sha256
    row.parameters_sha256 = computed.parameters_sha256
    row.result_sha256 = computed.result_sha256
    row.save()
    record(
        by=by, at=at, verb="finish", noun="simulation", key=row.pk, result=row.result_sha256,
        inputs=row.inputs_sha256, parameters=row.parameters_sha256,
    )  # fmt: skip
    note(noun="simulation", key=row.pk, verb="done", at=at)


@action
def give_up_simulation(*, simulation_id: int, fault: str, by: System, at: datetime) -> None:
    """The sentence says what was wrong with parameters or dataset."""
    row = Simulation.objects.select_for_update(of=("self",)).get(pk=simulation_id)
    if row.state != State.WAITING:
        return
    row.state, row.finished_at, row.fault = State.FAILED, at, fault[:300]
    row.save(update_fields=["state", "finished_at", "fault"])
    record(by=by, at=at, verb="give_up", noun="simulation", key=row.pk)


@action
@in_chinese
def export_simulation(*, simulation: Simulation, purpose: str, by: Officer, at: datetime) -> bytes:
    """All numbers as CSV, under the name of who took them, when and what for; kept nowhere."""
    check_can_export(by, simulation, day_of(at), purpose=purpose)
    found = simulation_from(simulation.result)
    if not sees_single_households(by, simulation.place):
        found = protected(found)
    names = place_names(
        moved.group_
        for one in found.scenarios
        for moved in one.movements
        if moved.dimension in ("district", "town")
    )
    rows = list(rows_of(found, names))[:MOST_ROWS]
    content = _csv(
        [
            (_("导出人"), f"{office_of(by).name} {by.name}"),
            (_("导出时间"), iso_moment(at)),
            (_("用途"), purpose.strip()),
            (_("试算"), f"{simulation.title} {simulation.key}"),
            (_("结果校验"), simulation.result_sha256),
            HEAD,
        ],
        rows,
    )
    record(
        by=by, at=at, verb="export", noun="simulation", key=simulation.pk, reason=purpose.strip(),
        rows=len(rows),
    )  # fmt: skip
    return content


def _csv(head: Sequence[Sequence[str]], rows: Sequence[Sequence[object]]) -> bytes:
    memory = io.StringIO(newline="")
    writer = csv.writer(memory)
    writer.writerows([_plain(cell) for cell in row] for row in head)
    writer.writerows([*map(_plain, row[:6]), _number(row[6], row[7]), row[7]] for row in rows)
    return memory.getvalue().encode("utf-8-sig")


def _number(value: object, unit: object) -> object:
    if value == SMALL and unit == "户":
        return f"<{LEAST}"
    return "—" if value is None else value


def _plain(cell: object) -> object:
    return plain(cell) if isinstance(cell, str) else cell
