"""`doudi simulate`: tables, JSON, CSV, and one sentence for what is wrong."""

import csv
import json
import subprocess
import sys

import pytest

from doudi.cli.simulate import simulate_command
from tests.policies.test_batch import rows_of, write
from tests.policies.test_simulation import RAISE, alone, line_of


@pytest.fixture
def folder(tmp_path):
    first = alone(0)
    line = line_of(first.place, first.date)
    given = tmp_path / "given"
    given.mkdir()
    return write(given, rows_of([alone(line // 2), alone(line), alone("unknown")]))


def test_two_scenarios_as_tables_json_and_csv(folder, tmp_path, capsys):
    given = [str(folder), "--set", f"{RAISE}=100000/month", "--and-set", "edge.multiple=2/1",
             "--programme", "dibao"]  # fmt: skip
    assert simulate_command(given) == 0
    text = capsys.readouterr().out
    assert "3 户，测算 3 户" in text
    assert "并列" in text
    assert "== 方案一：城市低保标准改为 1000 元/月" in text
    assert simulate_command([*given, "--json"]) == 0
    one, other = json.loads(capsys.readouterr().out)["scenarios"]
    assert (one["scenario"], one["affected"], other["affected"]) == ("a", ["dibao"], [])
    out = tmp_path / "out.csv"
    assert simulate_command([*given, "--csv", str(out)]) == 0
    head, *rows = csv.reader(out.read_text(encoding="utf-8-sig").splitlines())
    assert head[0] == "方案"
    entered = [row for row in rows if row[:6] == ["方案一", "进出与费用", "最低生活保障", "合计",
                                                  "各项合计", "新进"]]  # fmt: skip
    assert [row[6] for row in entered] == ["1"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--set", "nobody=1"], "没有这个参数"),
        (["--programme", "nothing"], "没有 nothing"),
    ],
)
def test_what_is_wrong_is_one_sentence(folder, capsys, more, sentence):
    assert simulate_command([str(folder), *more]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert sentence in line


def test_who_stops_reading_is_told_nothing(folder):
    given = [sys.executable, "-m", "doudi.cli.main", "simulate", str(folder)]
    with subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        told.stdout.close()
        assert told.stderr.read() == b""
    assert told.returncode == 0


def test_an_empty_folder(tmp_path, capsys):
    assert simulate_command([str(tmp_path)]) == 2
    assert "没有 households.parquet" in capsys.readouterr().err
