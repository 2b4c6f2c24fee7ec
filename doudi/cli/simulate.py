"""`doudi simulate`: a change of parameters tried on files of families, without a database."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import east_asian_width

from doudi.common.money import yuan
from doudi.policies.rules.batch import NoBatch
from doudi.policies.rules.batch_files import MissingColumns
from doudi.policies.rules.parameters import ParameterFault
from doudi.policies.rules.registry import programmes
from doudi.policies.rules.scenarios import Scenario, read_change
from doudi.policies.rules.simulation import Compared, Movement, Simulation, simulate
from doudi.policies.rules.simulation_words import (
    HEAD,
    SCENARIOS,
    bucket_title,
    change_text,
    group_title,
    programme_title,
    rows_of,
)

WRONG = 2
Lines = Iterator[Sequence[str]]
GROUPED = (("kind", "按家庭类型"), ("size", "按人数"), ("disabled", "按有无残疾人"))


def simulate_command(argv: Sequence[str]) -> int:
    """`doudi simulate DIR --set KEY=VALUE [--and-set KEY=VALUE] [--json|--csv OUT]`. 2: wrong."""
    given = _parser().parse_args(argv)
    strange = sorted(set(given.programme or ()) - set(programmes()))
    if strange:
        return _wrong(f"--programme：没有 {'、'.join(strange)}")
    try:
        scenarios = _scenarios(given)
        with TemporaryDirectory(dir=given.spill) as work:
            found = simulate(
                given.folder, Path(work), scenarios,
                on=given.on, codes=given.programme or (), memory=given.memory,
            )  # fmt: skip
        _show(found, given)
    except BrokenPipeError:
        raise
    except (NoBatch, MissingColumns, ParameterFault, OSError) as fault:
        return _wrong(str(fault).splitlines()[0])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="doudi simulate",
        description="改参数试算：谁进、谁出、花多少钱。文件夹同 assess-batch，金额以分计",
    )
    parser.add_argument("folder", type=Path, help="放 households、members 等四个文件的文件夹")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE",
        help="方案一改的参数，可重复：dibao.standard.rural=525600/year、edge.multiple=2/1、"
        "430902:dibao.standard.urban=70000/month（只改一地）",
    )  # fmt: skip
    parser.add_argument("--and-set", action="append", metavar="KEY=VALUE", help="方案二，可重复")
    parser.add_argument("--on", type=_day, help="按哪一天的现行参数，默认为数据里最近的一天")
    parser.add_argument("--programme", action="append", help="只算这一项，可重复")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--csv", type=Path, metavar="OUT", help="写成 CSV，一行一个数")
    parser.add_argument("--memory", default="", help="DuckDB 最多用多少内存，如 4GB")
    parser.add_argument("--spill", default=None, help="临时文件放在哪个文件夹")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError("日期写 YYYY-MM-DD") from fault


def _scenarios(given: argparse.Namespace) -> list[Scenario]:
    found = [Scenario("a", tuple(read_change(one) for one in given.set))]
    if given.and_set:
        found.append(Scenario("b", tuple(read_change(one) for one in given.and_set)))
    return found


def _show(found: Simulation, given: argparse.Namespace) -> None:
    if given.json:
        sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False) + "\n")
    elif given.csv:
        with given.csv.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows_of(found)])
        sys.stdout.write(f"{given.csv}\n")
    else:
        _tables(found)


# --- tables on a terminal -----------------------------------------------------------------------


def _tables(found: Simulation) -> None:
    sys.stdout.write(
        f"{found.households} 户，测算 {found.compared} 户，读不了 {found.rejected} 户；"
        f"参数按 {found.on} 的现行值\n"
    )
    if len(found.scenarios) > 1:
        _table("并列：各项目改后户数和每年多花", _side_by_side(found))
    for one in found.scenarios:
        changes = "；".join(change_text(change) for change in one.changes) or "没有改动"
        sys.stdout.write(f"\n== {SCENARIOS[one.scenario]}：{changes}\n")
        _table("按项目", _movements(one, lambda row: not row.dimension, _programme))
        for dimension, title in (*GROUPED, (_place(one), "按地方")):
            _table(title, _movements(one, _of(dimension), _group))
        _table("增减", _shifts(one))
    _table("悬崖：每月多收入 1 元", _cliffs(found))


def _place(one: Compared) -> str:
    """Towns where the households say theirs, else districts."""
    known = any(row.dimension == "town" and row.group_ for row in one.movements)
    return "town" if known else "district"


def _side_by_side(found: Simulation) -> Lines:
    names = [SCENARIOS[one.scenario] for one in found.scenarios]
    yield "", "现在", *names, *(f"{name}每年多（元）" for name in names)
    for several in zip(*(_by_programme(one) for one in found.scenarios), strict=True):
        more = [yuan(row.year_after_fen - row.year_before_fen) for row in several]
        yield (
            _programme(several[0]),
            str(several[0].before),
            *(str(r.after) for r in several),
            *more,
        )


def _by_programme(one: Compared) -> list[Movement]:
    return [row for row in one.movements if not row.dimension]


def _of(dimension: str) -> Callable[[Movement], bool]:
    return lambda row: row.dimension == dimension and not row.programme


def _programme(row: Movement) -> str:
    return programme_title(row.programme)


def _group(row: Movement) -> str:
    return group_title(row.dimension, row.group_)


def _movements(
    one: Compared, wanted: Callable[[Movement], bool], title: Callable[[Movement], str]
) -> Lines:
    yield (
        "",
        "现在",
        "新进",
        "退出",
        "未知转入",
        "转为未知",
        "改后",
        "未知",
        "每月多（元）",
        "每年多（元）",
    )
    for row in one.movements:
        if wanted(row):
            yield (
                title(row), str(row.before), str(row.entered), str(row.left_it),
                str(row.from_unknown), str(row.to_unknown), str(row.after),
                str(row.unknown_after),
                yuan(row.month_after_fen - row.month_before_fen),
                yuan(row.year_after_fen - row.year_before_fen),
            )  # fmt: skip


def _shifts(one: Compared) -> Lines:
    yield "", "户数", "一年共（元）", "一户最多（元）"
    for shift in one.shifts:
        yield (
            bucket_title(shift), str(shift.households), yuan(shift.year_fen), yuan(shift.most_fen)
        )  # fmt: skip


def _cliffs(found: Simulation) -> Lines:
    yield (
        "",
        "",
        "超线 5% 以内",
        "低于线 5% 以内",
        "其每月共领（元）",
        "失去",
        "未知",
        "一年共少（元）",
        "一户最多（元）",
    )
    runs: Mapping[str, object] = {"": found} | {one.scenario: one for one in found.scenarios}
    for code, run in runs.items():
        for row in run.cliff:  # type: ignore[attr-defined]
            if row.above or row.below or row.lose or not row.programme:
                yield (
                    SCENARIOS[code], programme_title(row.programme), str(row.above),
                    str(row.below), yuan(row.below_month_fen), str(row.lose),
                    str(row.unknown), yuan(row.year_fen), yuan(row.most_fen),
                )  # fmt: skip


def _table(title: str, lines: Lines) -> None:
    rows = list(lines)
    widths = [max(_width(row[index]) for row in rows) for index in range(len(rows[0]))]
    sys.stdout.write(f"\n{title}\n")
    for row in rows:
        first, *rest = (
            " " * (width - _width(cell)) + cell for cell, width in zip(row, widths, strict=True)
        )
        sys.stdout.write(f"  {row[0]}{' ' * (len(first) - len(row[0]))}  {'  '.join(rest)}\n")


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _wrong(line: str) -> int:
    sys.stderr.write(f"{line}\n")
    return WRONG
