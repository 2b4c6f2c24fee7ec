"""Files of families in, files of verdicts out: what plain Python says, and what is put aside."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.policies.rules.assess import assess
from doudi.policies.rules.batch import NoBatch, Report, assess_batch, rejects_path
from doudi.policies.rules.batch_files import FILES, MissingColumns, columns_of
from doudi.policies.rules.cases import Case, day_number, tables_of
from doudi.policies.rules.columns import ARROW
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.schema import read_case
from doudi.policies.rules.unknown import Unknown
from tests.examples.given import case_data, family

CODES = ("dibao", "gradual_exit")
Rows = dict[str, list[dict[str, Any]]]


def rows_of(cases: Sequence[Case]) -> Rows:
    found: Rows = {grain: [] for grain in FILES}
    for case_id, case in enumerate(cases):
        for grain, rows in tables_of(case).items():
            for index, row in enumerate(rows):
                plain = {name: None if isinstance(v, Unknown) else v for name, v in row.items()}
                found[grain].append({"case_id": case_id, "row": index, **plain})
        found["case"][-1] |= {"date": day_number(case.date), "place": case.place}
    return found


def write(folder: Path, rows: Rows) -> Path:
    for grain, name in FILES.items():
        schema = pa.schema([(key, ARROW[kind]) for key, kind in columns_of(grain).items()])
        pq.write_table(pa.Table.from_pylist(rows[grain], schema=schema), folder / f"{name}.parquet")
    return folder


def run(folder: Path, codes: Sequence[str] = CODES) -> tuple[Report, list[dict], list[dict]]:
    out = folder / "out.parquet"
    with DuckDB() as engine:
        report = assess_batch(engine, folder, out, codes=codes)
    rejects = pq.read_table(rejects_path(out)).to_pylist()
    return report, sorted(pq.read_table(out).to_pylist(), key=lambda row: row["case_id"]), rejects


def one(**more: Any) -> Case:
    return read_case(case_data({"people": ["self", "spouse"], **more}))


def test_a_batch_says_what_plain_python_says(tmp_path):
    random = Random(7)
    cases = [read_case(family(random)) for _ in range(400)]
    report, rows, rejects = run(write(tmp_path, rows_of(cases)))
    assert (report.households, report.rejected, rejects) == (400, 0, [])
    assert report.settings > 1
    verdicts = {"met": True, "not_met": False, "unknown": None}
    for case, row in zip(cases, rows, strict=True):
        for told in assess(case, programmes=CODES):
            code = told.programme
            expected = (verdicts[told.verdict], told.amount_fen, told.people)
            assert tuple(row[f"{code}.{key}"] for key in ("met", "amount", "people")) == expected


@pytest.mark.parametrize("at_once", [1, 1_000, 10_000, 100_000])
def test_households_are_read_some_at_a_time(tmp_path, monkeypatch, at_once):
    random = Random(8)
    folder = write(tmp_path, rows_of([read_case(family(random)) for _ in range(50)]))
    whole = run(folder)
    monkeypatch.setattr(DuckDB, "at_once", at_once)
    assert run(folder) == whole


def test_bad_rows_are_put_aside_with_their_reason_and_the_rest_goes_on(tmp_path):
    rows = rows_of([one() for _ in range(9)])
    item = rows_of([one(items=[{"kind": "income", "class": "wage", "amount_fen": 5}])])["item"][0]
    rows["item"].append(item | {"case_id": 1, "amount_fen": -1})
    rows["member"] = [row for row in rows["member"] if row["case_id"] != 2]
    rows["member"][2]["born_on"] = 20990101
    bad = {3: "member_row", 4: "class"}
    rows["item"] += [item | {"case_id": 3, "member_row": 5}, item | {"case_id": 4, "class": "home"}]
    rows["case"][5]["place"] = "999999999999"
    rows["case"][6]["date"] = 20261340
    rows["case"][7]["registration"] = "moon"
    report, answers, rejects = run(write(tmp_path, rows))
    assert [row["case_id"] for row in answers] == [0, 8]
    assert report.rejected == 7, bad
    reasons = {row["case_id"]: row["reason"] for row in rejects}
    assert reasons[1] in ("amount_fen 不能小于 0", "出生日期晚于申请日期")
    assert reasons[2] == "没有成员"
    assert reasons[3] == "所属成员不存在"
    assert reasons[4] == "kind 与 class 不相配"
    assert "没有当日有效的值" in reasons[5]
    assert reasons[6] == "date 应为 yyyymmdd"
    assert reasons[7] == "registration 只能是 urban、rural"


def test_a_missing_file_or_column_is_one_sentence(tmp_path):
    with pytest.raises(NoBatch, match=r"没有 households\.parquet"):
        run(tmp_path)
    folder = write(tmp_path, rows_of([one()]))
    pq.write_table(pq.read_table(folder / "members.parquet").drop(["born_on"]),
                   folder / "members.parquet")  # fmt: skip
    with pytest.raises(MissingColumns, match=r"members\.parquet：缺少列 born_on"):
        run(folder)


def test_what_is_not_there_is_what_is_not_written(tmp_path):
    folder = write(tmp_path, rows_of([one()]))
    (folder / "items.parquet").unlink()
    (folder / "supporters.parquet").unlink()
    members = pq.read_table(folder / "members.parquet")
    few = ["case_id", "row", "relation", "born_on", "sex", "registration"]
    pq.write_table(members.select(few), folder / "members.parquet")
    _, (row,), _ = run(folder)
    assert row["dibao.met"] is True
    assert row["dibao.people"] == 2


@pytest.mark.spark
def test_a_batch_on_spark(tmp_path):
    from doudi.policies.rules.spark_reader import Spark

    random = Random(9)
    folder = write(tmp_path, rows_of([read_case(family(random)) for _ in range(200)]))
    _, duckdb, _ = run(folder)
    with Spark() as engine:
        assess_batch(engine, folder, folder / "spark.parquet", codes=CODES)
    spark = pq.read_table(folder / "spark.parquet").to_pylist()
    assert sorted(spark, key=lambda row: row["case_id"]) == duckdb
