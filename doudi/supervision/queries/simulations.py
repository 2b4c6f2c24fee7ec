"""Simulations by place, and their computation: it takes seconds, so it holds no transaction."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import QuerySet

from doudi.accounts.models import Place
from doudi.accounts.queries import office_of, place_codes, under
from doudi.accounts.states import Duty, Level
from doudi.common.actors import Officer
from doudi.policies.queries.parameters import own_values
from doudi.policies.rules.scenarios import Scenario, change_from
from doudi.policies.rules.simulation import simulate
from doudi.policies.rules.synthetic.city import City, write_city
from doudi.supervision.models import Simulation
from doudi.supervision.queries.inputs import folder_of
from doudi.supervision.rules.inputs import hash_of

MEMORY = "2GB"


@dataclass(frozen=True)
class Computed:
    """The result as JSON, and the hashes of what went in and came out."""

    result: dict[str, Any]
    inputs_sha256: str
    parameters_sha256: str
    result_sha256: str


def simulations_for(by: Officer, on: date) -> QuerySet[Simulation]:
    """Those of the places that the post reaches, newest first."""
    rows = Simulation.objects.filter(under(place_codes(by, on)))
    return rows.select_related("place", "publication", "asked_by__user").order_by("-asked_at", "pk")


def sees_single_households(by: Officer, place: Place) -> bool:
    """The district's own reviewers and leaders; for all others small numbers are left out."""
    own = by.duty in (Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER)
    return own and office_of(by).level in (Level.DISTRICT, Level.TOWN)


def compute(one: Simulation) -> Computed:
    """Runs a simulation over its dataset.

    Raises `NoBatch`, `MissingColumns`, `ParameterFault` and `OSError` when it cannot be done.
    """
    with TemporaryDirectory() as made:
        work = Path(made) / "work"
        work.mkdir()
        folder = _dataset(one, Path(made))
        found = simulate(
            folder, work, scenarios_of(one), on=one.on, own=own_values(one.on), memory=MEMORY
        )
        result = found.as_json()
        said = json.dumps([found.parameters, found.rules, one.scenarios], sort_keys=True)
        return Computed(result, hash_of(folder), _hash(said), result_hash(result))


def _dataset(one: Simulation, made: Path) -> Path:
    if one.publication is not None:
        return folder_of(one.publication)
    folder = made / "city"
    folder.mkdir()
    write_city(City(one.households or 0, one.seed or 0, one.place.code, one.on), folder)
    return folder


def scenarios_of(one: Simulation) -> list[Scenario]:
    return [
        Scenario(data["code"], tuple(change_from(change) for change in data["changes"]))
        for data in one.scenarios
    ]


def result_hash(result: dict[str, Any]) -> str:
    """SHA-256 of the result as canonical JSON."""
    return _hash(json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of places by code; the one that bears the code last."""
    rows = Place.objects.filter(code__in=set(codes)).order_by("valid_from")
    return dict(rows.values_list("code", "name"))
