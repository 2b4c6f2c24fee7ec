"""A change of parameters, tried on files of families: who gains, who loses, what it costs.

The rules are those of each household's own day; the parameters are those in force on the day of
the simulation, for all households, with the changes laid over them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from doudi.policies.rules import simulation_sql as sql
from doudi.policies.rules.batch import NoBatch, Report, assess_batch, give_files
from doudi.policies.rules.batch_files import FILES
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.parameters import Bundle, Dated
from doudi.policies.rules.registry import about, all_about, rule_files
from doudi.policies.rules.scenarios import Change, Scenario, affected, bundles_for

PERCENT = 5  # how far above a line is near


@dataclass(frozen=True)
class Movement:
    """One programme ('': all together) in one group. Households, and fen a month and a year.

    `before + entered + from_unknown - left_it - to_unknown = after`. `open_…` households are
    entitled to an amount that is not known; it is in no sum.
    """

    programme: str
    dimension: str
    group_: str
    households: int
    before: int
    entered: int
    left_it: int
    from_unknown: int
    to_unknown: int
    after: int
    unknown_before: int
    unknown_after: int
    open_before: int
    open_after: int
    month_before_fen: int
    month_after_fen: int
    year_before_fen: int
    year_after_fen: int


@dataclass(frozen=True)
class Shift:
    """Winners, losers, same or unknown, from so many yuan a month on; `year_fen` of all of them."""

    kind: str
    from_yuan: int
    households: int
    year_fen: int
    most_fen: int


@dataclass(frozen=True)
class Cliff:
    """One yuan more a month: who loses the programme ('': more than the yuan), and how much.

    `above` are kept out by income alone, at most 5 % over the line; `below` are in by at most 5 %
    and draw `below_month_fen` together.
    """

    programme: str
    above: int
    below: int
    below_month_fen: int
    lose: int
    unknown: int
    year_fen: int
    most_fen: int


@dataclass(frozen=True)
class Compared:
    """A scenario beside what is in force. `affected` read something that was changed."""

    scenario: str
    changes: tuple[Change, ...]
    affected: tuple[str, ...]
    movements: tuple[Movement, ...]
    shifts: tuple[Shift, ...]
    cliff: tuple[Cliff, ...]


@dataclass(frozen=True)
class Simulation:
    """What came out. `compared` households could be read; the rest were put aside.

    `parameters` is the hash of those in force at all places, `rules` names the files of law.
    """

    on: date
    households: int
    rejected: int
    compared: int
    parameters: str
    rules: tuple[str, ...]
    programmes: tuple[str, ...]
    cliff: tuple[Cliff, ...]
    scenarios: tuple[Compared, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, keys as in the fields."""
        return {**asdict(self), "on": self.on.isoformat()}


def simulated_programmes() -> tuple[str, ...]:
    """What civil affairs gives month by month, and the statuses it recognises, in their order."""
    return tuple(
        one.code
        for one in all_about()
        if one.department == "civil_affairs"
        and one.gives in ("cash", "status")
        and one.standing != "screening"
        and per_of(one.code) == "month"
    )


def per_of(code: str) -> str:
    """What the amounts of a programme are for: month, year or once."""
    return rule_files(code)[-1].rule().per


def simulate(
    folder: Path,
    work: Path,
    scenarios: Sequence[Scenario],
    *,
    on: date | None = None,
    own: Sequence[Dated] = (),
    codes: Iterable[str] = (),
    memory: str = "",
) -> Simulation:
    """Runs the files of families as things are and by each scenario, in the empty folder `work`.

    Without `on`: the newest day of the households. `own` are the places' own values. Raises
    `NoBatch`, `MissingColumns` and `ParameterFault` with one sentence.
    """
    wanted = tuple(codes) or simulated_programmes()
    newest, places = _days_and_places(folder)
    day = on or newest
    richer = _with_one_yuan_more(folder, work, memory)
    given = Runs(work, wanted, memory)
    base_bundles = bundles_for(places, day, own)
    report = given.run(folder, "base", base_bundles)
    given.run(richer, "base_1", base_bundles)
    for one in scenarios:
        bundles = bundles_for(places, day, own, one.changes)
        given.run(folder, one.code, bundles)
        given.run(richer, f"{one.code}_1", bundles)
    with DuckDB(memory, work) as engine:
        give_files(engine, folder)
        engine.make("family", sql.FAMILY)
        found = tuple(_compared(engine, given, one) for one in scenarios)
        return Simulation(
            on=day,
            households=report.households,
            rejected=report.rejected,
            compared=_kept(given),
            parameters=_hash_of(base_bundles.values()),
            rules=_rules_until(newest, wanted),
            programmes=wanted,
            cliff=_cliff(engine, given, "base"),
            scenarios=found,
        )


@dataclass(frozen=True)
class Runs:
    """The answers of each run, as files in one folder."""

    work: Path
    codes: tuple[str, ...]
    memory: str

    def run(self, folder: Path, name: str, bundles: Mapping[str, Bundle]) -> Report:
        with DuckDB(self.memory, self.work) as engine:
            return assess_batch(
                engine, folder, self.file(name), codes=self.codes, bundles=bundles, near=PERCENT
            )

    def file(self, name: str) -> Path:
        return self.work / f"{name}.parquet"

    def text(self, name: str) -> str:
        return str(self.file(name)).replace("'", "''")

    def per(self) -> dict[str, str]:
        return {code: per_of(code) for code in self.codes}


def _hash_of(bundles: Iterable[Bundle]) -> str:
    return hashlib.sha256("\n".join(sorted(one.hash for one in bundles)).encode()).hexdigest()


def _rules_until(newest: date, codes: Iterable[str]) -> tuple[str, ...]:
    files = (file for code in codes for file in rule_files(code))
    return tuple(file.name for file in files if file.from_on <= newest)


def _days_and_places(folder: Path) -> tuple[date, list[str]]:
    with DuckDB() as engine:
        give_files(engine, folder)
        rows = engine.rows(
            'SELECT place, max("date") AS day FROM case_in '
            'WHERE place IS NOT NULL AND "date" BETWEEN 20000101 AND 29991231 GROUP BY place'
        ).to_pylist()
    if not rows:
        raise NoBatch(f"{folder}：households.parquet 里没有一户可以测算")
    newest = str(max(row["day"] for row in rows))
    return date.fromisoformat(newest), sorted(str(row["place"]) for row in rows)


def _with_one_yuan_more(folder: Path, work: Path, memory: str) -> Path:
    """The same families, each with one yuan more income a month; only the items differ."""
    richer = work / "richer"
    richer.mkdir()
    for name in FILES.values():
        path = (folder / f"{name}.parquet").resolve()
        if name != FILES["item"] and path.exists():
            os.symlink(path, richer / path.name)
    with DuckDB(memory, work) as engine:
        give_files(engine, folder)
        engine.write(sql.WITH_ONE_YUAN_MORE, richer / f"{FILES['item']}.parquet")
    return richer


def _compared(engine: DuckDB, runs: Runs, one: Scenario) -> Compared:
    engine.make("state", sql.state(runs.text("base"), runs.text(one.code), runs.per()))
    reached = affected(runs.codes, one.changes)
    moved = engine.rows(sql.movements()).to_pylist()
    shifted = engine.rows(sql.shifts(paying(reached))).to_pylist()
    return Compared(
        one.code, one.changes, reached,
        tuple(Movement(**row) for row in moved), tuple(Shift(**row) for row in shifted),
        _cliff(engine, runs, one.code),
    )  # fmt: skip


def paying(codes: Iterable[str]) -> tuple[str, ...]:
    """Those that give money: a status that is not known makes nobody's money unknown."""
    return tuple(code for code in codes if about(code).gives == "cash")


def _cliff(engine: DuckDB, runs: Runs, name: str) -> tuple[Cliff, ...]:
    engine.make("state", sql.state(runs.text(name), runs.text(f"{name}_1"), runs.per()))
    rows = engine.rows(sql.cliff(runs.text(name), runs.codes)).to_pylist()
    return tuple(Cliff(**row) for row in rows)


def _kept(runs: Runs) -> int:
    return int(pq.read_metadata(runs.file("base")).num_rows)
