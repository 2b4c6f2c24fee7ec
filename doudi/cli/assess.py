"""`doudi assess` and `doudi parameters export`: plain files in, plain JSON out, no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from doudi.policies.rules.assess import assess
from doudi.policies.rules.parameters import Bundle, ParameterFault, bundle_for, bundle_from
from doudi.policies.rules.schema import SCHEMA, Faults, read_case

WRONG = 2


class Unreadable(ValueError):
    """A file cannot be read as JSON."""


def assess_command(argv: Sequence[str]) -> int:
    """`doudi assess FILE.json [--parameters FILE] [--programme P] [--schema]`. 2: wrong file."""
    parser = argparse.ArgumentParser(prog="doudi assess", description="核算一个家庭，不用数据库")
    parser.add_argument("file", nargs="?", help="家庭情况，JSON；- 表示标准输入")
    parser.add_argument("--parameters", help="替换参数的文件，由 doudi parameters export 得到")
    parser.add_argument("--programme", action="append", help="只核算这一项，可重复")
    parser.add_argument("--schema", action="store_true", help="输出输入文件的 JSON Schema")
    given = parser.parse_args(argv)
    if given.schema:
        _out(SCHEMA)
        return 0
    if not given.file:
        return _wrong(["缺少文件名：doudi assess FILE.json"])
    try:
        case = read_case(_read(given.file))
        bundle = _bundle(given.parameters)
        found = assess(case, bundle, given.programme)
    except Faults as faults:
        return _wrong(faults.lines)
    except (ParameterFault, Unreadable) as fault:
        return _wrong([str(fault)])
    _out([one.as_json() for one in found])
    return 0


def parameters_command(argv: Sequence[str]) -> int:
    """`doudi parameters export --place CODE --on DAY`: the bundle in force, as JSON."""
    parser = argparse.ArgumentParser(prog="doudi parameters", description="输出当日有效的参数")
    parser.add_argument("verb", choices=["export"])
    parser.add_argument("--place", required=True, help="行政区划代码")
    parser.add_argument("--on", required=True, help="日期 YYYY-MM-DD")
    given = parser.parse_args(argv)
    try:
        on = date.fromisoformat(given.on)
    except ValueError:
        return _wrong(["--on：日期写 YYYY-MM-DD"])
    bundle = bundle_for(given.place, on)
    _out({**bundle.as_json(), "hash": bundle.hash})
    return 0


def _bundle(path: str | None) -> Bundle | None:
    return None if path is None else bundle_from(_read(path))


def _read(path: str) -> Any:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
        return json.loads(text, parse_constant=_no_constant)
    except OSError as fault:
        raise Unreadable(f"{path}：打不开（{fault.strerror}）") from fault
    except UnicodeDecodeError as fault:
        raise Unreadable(f"{path}：不是 UTF-8 文本") from fault
    except json.JSONDecodeError as fault:
        raise Unreadable(f"{path}：第 {fault.lineno} 行第 {fault.colno} 列不是 JSON") from fault


def _no_constant(word: str) -> None:
    raise Unreadable(f"不是 JSON 的数：{word}")


def _out(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _wrong(lines: Sequence[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return WRONG
