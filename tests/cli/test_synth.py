"""`doudi synth`: a city that can be read as families, in the shapes of the census, by seed."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from doudi.cli.synth import synth_command
from doudi.policies.rules.batch import assess_batch, rejects_path
from doudi.policies.rules.cases import DAYS, FIELDS, NEVER_UNKNOWN, tables_of
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.schema import read_case
from doudi.policies.rules.synthetic import city as cities
from doudi.policies.rules.synthetic.shapes import age_shares, fitted, incomes, shapes, slots
from doudi.policies.rules.synthetic.words import questions

ON = date(2026, 9, 14)
GRAINS = {"households": "case", "members": "member", "supporters": "supporter", "items": "item"}
Rows = dict[str, list[dict[str, Any]]]


def made(folder: Path, households: int, seed: int = 1, *more: str) -> Path:
    arguments = ["--households", str(households), "--seed", str(seed), "--out", str(folder)]
    assert synth_command([*arguments, *more]) == 0
    return folder


def rows_of(folder: Path) -> Rows:
    return {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in GRAINS}


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    return made(tmp_path_factory.mktemp("city"), 20_000)


@pytest.fixture(scope="module")
def rows(city) -> Rows:
    return rows_of(city)


def share(rows: list[dict[str, Any]], **wanted: Any) -> float:
    hits = sum(all(row[key] == value for key, value in wanted.items()) for row in rows)
    return hits / len(rows)


# --- readable ---------------------------------------------------------------------------------


def _said(yes: str, no: str) -> dict[str, bool]:
    found = {code: True for code in yes.split("|") if code}
    return found | {code: False for code in no.split("|") if code}


def _day(number: int | None) -> str:
    return (
        "unknown"
        if number is None
        else f"{number // 10000}-{number // 100 % 100:02}-{number % 100:02}"
    )


def _plain(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: "unknown" if row[name] is None else row[name] for name in names}


def _member(row: dict[str, Any]) -> dict[str, Any]:
    found = _plain(
        row, "relation", "sex", "registration", "student", "illness", "absence", "lives_with",
        "cannot_live_alone", "support_duty", "employment", "receives", "care_months", "placement",
        "father", "mother", "father_months", "mother_months",
    )  # fmt: skip
    six = ["eat", "dress", "bed", "toilet", "walk", "bathe"]
    failed = row["self_care_failed"]
    found["cannot_do_alone"] = "unknown" if failed is None else six[:failed]
    kind, level = row["disability_kind"], row["disability_level"]
    assert (kind is None) == (level is None)
    if kind != "none":
        found["disability"] = {"kind": kind, "level": level} if kind else "unknown"
    return found | {
        "id": str(row["row"]), "born_on": _day(row["born_on"]),
        "traits": _said(row["traits_yes"], row["traits_no"]),
    }  # fmt: skip


def _supporter(row: dict[str, Any]) -> dict[str, Any]:
    found = _plain(
        row, "relation", "consent", "paid_fen", "household_size", "household_income_fen",
        "supported_count", "condition", "own_income_fen", "property_within",
    )  # fmt: skip
    if row["agreed"]:
        found["agreed_fen"] = row["agreed_fen"]
    return found | {"id": "s", "supports": str(row["member_row"]), "born_on": _day(row["born_on"])}


def _item(row: dict[str, Any]) -> dict[str, Any]:
    found = _plain(
        row, "kind", "class", "course", "refund_fen", "public_fen", "dataset", "count", "area_m2",
        "from_demolition", "acquired_by", "months", "amount_fen",
    )  # fmt: skip
    found["code"] = row["code"] or "not_answered"
    if row["no_record"]:
        found["amount_fen"] = "no_record"
    if row["acquired_on"] != 0:
        found["acquired_on"] = _day(row["acquired_on"])
    return found | {"member": None if row["member_row"] is None else str(row["member_row"])}


def as_json(rows: Rows, number: int) -> dict[str, Any]:
    """A household of the files as a family is written for `doudi assess`."""
    own = {
        name: [row for row in several if row["case_id"] == number] for name, several in rows.items()
    }
    (row,) = own["households"]
    event = _plain(row, *(f"event_{one}" for one in ("kind", "cost_fen", "refund_fen", "again")))
    found = {
        "date": _day(row["date"]), "place": row["place"], **_plain(row, "registration"),
        "household": _plain(row, "single_parent"),
        "members": [_member(one) for one in own["members"]],
        "supporters": [_supporter(one) for one in own["supporters"]],
        "items": [_item(one) for one in own["items"]],
        "holds": [code for code in row["holds"].split("|") if code],
        "needs": _said(row["needs_yes"], row["needs_no"]),
        "award": {
            "amount_fen": row["aid_fen"], "work_rise_fen": row["aid_work_rise_fen"],
            "months_used": row["aid_months_used"],
        },
    }  # fmt: skip
    if row["event_kind"] != "none":
        found["event"] = {key.removeprefix("event_"): value for key, value in event.items()}
        found["event"] |= {"on": _day(row["event_on"]), "aided_fen": row["event_aided_fen"]}
    return found


def test_two_hundred_households_read_as_families(tmp_path):
    folder = made(tmp_path, 200, 3)
    found = rows_of(folder)
    told = json.loads((folder / "city.json").read_text(encoding="utf-8"))
    assert told["rows"] == {f"{name}.parquet": len(found[name]) for name in GRAINS}
    back: dict[str, list[Any]] = defaultdict(list)
    for number in range(200):
        tables = tables_of(read_case(as_json(found, number)))  # every code is one of the schema's
        for grain, several in tables.items():
            back[grain] += several
    for name, grain in GRAINS.items():
        fields = [one for one in FIELDS[grain] if grain != "case" or one not in DAYS]
        mine = [tuple(row[one] for one in fields) for row in found[name]]
        theirs = [tuple(_value(row[one]) for one in fields) for row in back[grain]]
        assert mine == theirs, name


def _value(value: Any) -> Any:
    return value if isinstance(value, (int, str, bool)) else None


def test_columns_are_those_that_compiled_rules_read(city):
    for name, grain in GRAINS.items():
        columns = pq.read_schema(city / f"{name}.parquet").names
        fields = [one for one in FIELDS[grain] if grain != "case" or one not in DAYS]
        assert [one for one in columns if one in fields] == fields
        assert columns[0] == "case_id"


def test_nothing_that_is_never_unknown_is_unknown(rows):
    for name, grain in GRAINS.items():
        sure = NEVER_UNKNOWN[grain] - set(DAYS)
        missing = {key for row in rows[name] for key in sure if row[key] is None}
        assert not missing, name


def test_a_batch_rejects_nobody_and_finds_the_poor(city, tmp_path):
    with DuckDB() as engine:
        out = tmp_path / "out.parquet"
        codes = ("dibao", "edge", "rigid", "tekun")
        report = assess_batch(engine, city, out, codes=codes)
    assert report.rejected == pq.read_table(rejects_path(out)).num_rows == 0
    answers = pq.read_table(out).to_pylist()
    met = {code: share(answers, **{f"{code}.met": True}) for code in codes}
    assert 0.03 <= met["dibao"] <= 0.06
    assert met["edge"] > 0.005
    assert met["tekun"] > 0.001
    assert met["rigid"] > 0
    assert all(share(answers, **{f"{code}.met": None}) < 0.07 for code in codes)


# --- the shapes -------------------------------------------------------------------------------


def test_sizes_and_ages_are_those_of_the_census(rows):
    sizes = Counter(Counter(row["case_id"] for row in rows["members"]).values())
    wanted = shapes()["household_sizes"]["shares"]
    for size, per_10k in wanted.items():
        assert sizes[size] / 20_000 == pytest.approx(per_10k / 10_000, abs=0.01)
    known = [row["born_on"] for row in rows["members"] if row["born_on"]]
    bands = Counter(min((20260914 - born) // 10000 // 5, 19) for born in known)
    for band, part in enumerate(age_shares(shapes())):
        assert bands[band] / len(known) == pytest.approx(part, abs=0.006)


def test_disability_unknowns_and_sexes(rows):
    members = rows["members"]
    disabled = [row for row in members if row["disability_kind"] not in (None, "none")]
    assert 0.055 <= len(disabled) / len(members) <= 0.068
    heavy = sum(row["disability_level"] <= 2 for row in disabled) / len(disabled)
    assert heavy == pytest.approx(0.296, abs=0.03)
    assert 0.50 <= share(members, sex="male") / (1 - share(members, sex=None)) <= 0.54
    for name in cities.OPEN["members"]:
        if name not in ("father", "mother"):  # of grown members nobody asks
            assert 0.02 <= share(members, **{name: None}) <= 0.04, name
    assert 0.015 <= share(rows["items"], amount_fen=None) <= 0.04


def test_income_has_the_published_quintiles():
    for where in ("urban", "rural"):
        told = shapes()["income"][where]
        knots = incomes(shapes(), where)
        assert len(knots) == 101
        assert knots == sorted(knots)
        for number, yuan in enumerate(told["quintiles"]):
            part = knots[number * 20 : number * 20 + 21]
            mean = sum((one + two) / 2 for one, two in zip(part, part[1:], strict=False)) / 20
            grown = 100 * yuan * told["grown"][0] / told["grown"][1]
            assert mean == pytest.approx(grown, rel=0.06)


def test_fit_keeps_every_head_old_enough():
    cells = fitted(shapes())
    assert len(slots(cells)) == 20_000
    assert min(cell.weight for cell in cells) >= 0
    assert all(cell.age_from >= 15 for cell in cells)


def test_relations_and_schooling_fit_the_ages(rows):
    ages = {
        (row["case_id"], row["row"]): (20260914 - row["born_on"]) // 10000
        for row in rows["members"]
        if row["born_on"]
    }
    for row in rows["members"]:
        age = ages.get((row["case_id"], row["row"]))
        head = ages.get((row["case_id"], 0))
        if age is None or head is None:
            continue
        assert row["relation"] != "child" or head - age >= 20
        assert row["relation"] != "parent" or age - head >= 20
        assert row["student"] != "compulsory" or 6 <= age <= 14
        assert row["student"] != "undergraduate" or 18 <= age <= 21
        assert age >= 16 or row["employment"] in (None, "none")
        assert age >= 0


def test_months_stay_inside_the_window(rows):
    for row in rows["items"]:
        mask = row["months_mask"]
        assert mask & ~0b1_1111_1111_1110 == 0
        assert mask.bit_count() == row["months"]


def test_every_question_of_the_rules_is_asked(rows):
    for grain, name, yes, no in (
        ("member", "members", "traits_yes", "traits_no"),
        ("case", "households", "needs_yes", "needs_no"),
    ):
        asked = questions(grain, ON)
        assert asked
        answered = next(row for row in rows[name] if row[no] != "|")
        assert asked <= set(_said(answered[yes], answered[no]))


# --- by seed ----------------------------------------------------------------------------------


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_seed_decides_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(cities, "CHUNK", 700)  # several chunks
    first = hashes(made(tmp_path / "a", 2_000, 5))
    assert hashes(made(tmp_path / "b", 2_000, 5)) == first
    other = hashes(made(tmp_path / "c", 2_000, 6))
    assert all(other[name] != one for name, one in first.items())
    rows = rows_of(tmp_path / "a")
    assert [row["case_id"] for row in rows["households"]] == list(range(2_000))
    monkeypatch.setattr(cities, "CHUNK", 1_500)
    assert rows_of(made(tmp_path / "d", 2_000, 5)) == rows


def test_place_and_date_are_those_asked_for(tmp_path, capsys):
    folder = made(tmp_path, 3, 1, "--place", "3204", "--date", "2025-03-01")
    told = json.loads(capsys.readouterr().out)
    assert (told["households"], told["place"], told["date"]) == (3, "3204", "2025-03-01")
    rows = rows_of(folder)["households"]
    assert {(row["place"], row["date"]) for row in rows} == {("3204", 20250301)}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--households", "0"), "户数要在 1 至"),
        (("--households", "10000001"), "户数要在 1 至"),
        (("--seed", "-1"), "种子是不小于零的整数"),
        (("--place", "Ziyang"), "行政区划代码是"),
        (("--date", "14.9.2026"), "日期写 YYYY-MM-DD"),
        (("--out", "/proc/version"), "写不进去"),
        (("--out", "/proc/city"), "写不进去"),
    ],
)
def test_what_cannot_be_made_gives_one_sentence(tmp_path, capsys, more, says):
    first = ["--households", "5", "--seed", "1", "--out", str(tmp_path / "city")]
    assert synth_command([*first, *more]) == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert re.fullmatch(r"--\w+：.+\n", answer.err)
    assert says in answer.err
