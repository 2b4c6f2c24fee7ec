"""Writes a city of invented households as the Parquet files that compiled rules read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policies.rules.cases import DAYS, FIELDS
from doudi.policies.rules.columns import ARROW
from doudi.policies.rules.duckdb_reader import SETTINGS
from doudi.policies.rules.synthetic.shapes import fitted, incomes, kinds, shapes, slots
from doudi.policies.rules.synthetic.words import answers, parts, questions, sql, values_of

CHUNK = 100_000
GAP_SALT = 500
# file → the table of the rules, and what it starts with
FILES: dict[str, tuple[str, dict[str, pa.DataType]]] = {
    "households": ("case", {"case_id": pa.int64(), "date": pa.int64(), "place": pa.string()}),
    "members": ("member", {"case_id": pa.int64(), "row": pa.int64()}),
    "supporters": ("supporter", {"case_id": pa.int64()}),
    "items": ("item", {"case_id": pa.int64()}),
}
# What a household may have left open; the items' amounts and codes are opened in their query.
OPEN: dict[str, tuple[str, ...]] = {
    "households": ("registration", "single_parent"),
    "members": (
        "born_on", "sex", "registration", "student", "disability_kind", "disability_level",
        "illness", "absence", "lives_with", "cannot_live_alone", "support_duty", "employment",
        "receives", "placement", "father", "mother",
    ),
    "supporters": (
        "consent", "paid_fen", "household_size", "household_income_fen", "supported_count",
        "born_on", "condition", "own_income_fen", "property_within",
    ),
    "items": ("refund_fen", "area_m2", "from_demolition", "acquired_by"),
}  # fmt: skip
TOGETHER = {"disability_level": "disability_kind"}
WORDED = frozenset({"traits_yes", "traits_no", "needs_yes", "needs_no"})

# columns of so many values that a list of them saves nothing
MANY = frozenset({
    "case_id", "born_on", "amount_fen", "public_fen", "acquired_on", "household_income_fen",
    "own_income_fen",
})  # fmt: skip


@dataclass(frozen=True)
class City:
    """What to make: the same number and seed give the same households."""

    households: int
    seed: int
    place: str
    on: date


def schema(file: str) -> pa.Schema:
    """The columns of one of the files, in order."""
    grain, first = FILES[file]
    left = {
        name: ARROW[kind]
        for name, kind in FIELDS[grain].items()
        if not (grain == "case" and name in DAYS)
    }
    return pa.schema(list((first | left).items()))


def write_city(city: City, folder: Path) -> dict[str, int]:
    """Makes the four files in the folder, chunk by chunk; the rows of each."""
    values = values_of(shapes(), city.seed, city.place, city.on)
    rows, texts = dict.fromkeys(FILES, 0), _texts(city.on)
    with connected(city, values) as connection, ExitStack() as stack:
        writers = {
            file: stack.enter_context(_writer(folder / f"{file}.parquet", file)) for file in FILES
        }
        for chunk in _chunks(city.households):
            connection.execute(sql("families", {**values, **chunk}))
            for file, writer in writers.items():
                table = connection.execute(_select(file, values)).to_arrow_table()
                writer.write_table(_worded(table, file, texts))
                rows[file] += table.num_rows
    return rows


def _stored(file: str) -> pa.Schema:
    """As `schema`, the long texts by their places in a list."""
    coded = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [(one.name, coded if one.name in WORDED else one.type) for one in schema(file)]
    )


def _writer(path: Path, file: str) -> pq.ParquetWriter:
    # without Arrow's own schema, so that readers see plain text
    few = [name for name in schema(file).names if name not in MANY]
    return pq.ParquetWriter(path, _stored(file), store_schema=False, use_dictionary=few)


def _worded(table: pa.Table, file: str, texts: Mapping[str, pa.Array]) -> pa.Table:
    for index, name in enumerate(table.column_names):
        if name in texts:
            places = table.column(index).combine_chunks().cast(pa.int32())
            column = pa.DictionaryArray.from_arrays(places, texts[name])
            table = table.set_column(index, name, column)
    return table.cast(_stored(file))


def _chunks(households: int) -> Iterator[dict[str, object]]:
    for first in range(0, households, CHUNK):
        yield {"first": first, "last": min(first + CHUNK, households)}


@contextmanager
def connected(city: City, values: Mapping[str, object]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows the words and the tables of the city's shape."""
    with closing(duckdb.connect(config=dict(SETTINGS))) as connection:
        connection.execute(sql("words", values))
        for name, several in _lists().items():
            connection.execute(f"SET VARIABLE {name} = ?", [several])
        for name, table in _tables().items():
            connection.register(f"{name}_given", table)
            connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_given")
        yield connection


def _lists() -> dict[str, list[Any]]:
    data = shapes()
    pairs = zip(data["ages"]["male"], data["ages"]["female"], strict=True)
    return {
        "men": [10_000 * male // (male + female) for male, female in pairs],
        "urban_fen": incomes(data, "urban"),
        "rural_fen": incomes(data, "rural"),
    }


def _texts(on: date) -> dict[str, pa.Array]:
    """The long texts of the questions answered, by the column that holds their places."""
    found: dict[str, pa.Array] = {}
    for name, grain in (("traits", "member"), ("needs", "case")):
        told = answers(shapes()[name]["rows"], questions(grain, on))
        found |= {f"{name}_{said}": pa.array(texts) for said, texts in told.items()}
    return found


def _tables() -> dict[str, pa.Table]:
    data = shapes()
    picked = [
        {
            "slot": slot, "kind": one.kind.number, "size": one.kind.size, "age_from": one.age_from,
            "alone": one.kind.size == 1,
            "single": one.kind.has("child") and not one.kind.has("spouse"),
            "skipped": one.kind.has("grandchild") and not one.kind.has("child"),
        }
        for slot, one in enumerate(slots(fitted(data)))
    ]  # fmt: skip
    names = ("kind", "row", "relation", "low", "span", "sex_rule")
    people = [dict(zip(names, one, strict=True)) for one in parts(kinds(data))]
    return {"slots": pa.Table.from_pylist(picked), "parts": pa.Table.from_pylist(people)}


def _select(file: str, values: Mapping[str, object]) -> str:
    columns = ", ".join(_column(file, name, values) for name in schema(file).names)
    return f"SELECT {columns} FROM (\n{sql(file, values)}\n)"


def _column(file: str, name: str, values: Mapping[str, object]) -> str:
    if name not in OPEN[file]:
        return f'"{name}"'
    salt = GAP_SALT + OPEN[file].index(TOGETHER.get(name, name))
    unasked = f"draw(key, {salt}, 10000) < {values['each']}"
    return f'CASE WHEN NOT gap THEN "{name}" WHEN {unasked} THEN NULL ELSE "{name}" END AS "{name}"'
