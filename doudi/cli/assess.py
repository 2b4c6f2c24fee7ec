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
from doudi.policies.rules.case_schema import SCHEMA
from doudi.policies.rules.parameters import Bundle, ParameterFault, bundle_for, bundle_from
from doudi.policies.rules.registry import programmes
from doudi.policies.rules.schema import Faults, read_case

WRONG = 2
OPENING: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "是文件夹，不是文件",
    PermissionError: "没有权限读这个文件",
}


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
        found = assess(case, bundle, _programmes(given.programme))
    except Faults as faults:
        return _wrong(faults.lines)
    except (ParameterFault, Unreadable) as fault:
        return _wrong(str(fault).splitlines())
    if not found:
        return _wrong([f"date：{case.date} 没有有效的规则"])
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
    if not bundle.values or not given.place.isdigit():
        return _wrong([f"--place --on：{given.place} 在 {on} 没有有效的参数"])
    _out({**bundle.as_json(), "hash": bundle.hash})
    return 0


def _programmes(asked: Sequence[str] | None) -> Sequence[str] | None:
    strange = sorted(set(asked or ()) - set(programmes()))
    if strange:
        known = "、".join(programmes())
        raise Unreadable(f"--programme：没有 {'、'.join(strange)}，只有 {known}")
    return asked


def _bundle(path: str | None) -> Bundle | None:
    return None if path is None else bundle_from(_read(path))


def _read(path: str) -> Any:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        if not raw.strip():
            raise Unreadable("文件是空的")
        return json.loads(
            raw.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once
        )
    except OSError as fault:
        raise Unreadable(
            f"{path}：{OPENING.get(type(fault), f'打不开（{fault.strerror}）')}"
        ) from fault
    except UnicodeDecodeError as fault:
        raise Unreadable(f"{path}：不是 UTF-8 文本") from fault
    except json.JSONDecodeError as fault:
        raise Unreadable(f"{path}：第 {fault.lineno} 行第 {fault.colno} 列不是 JSON") from fault
    except Unreadable as fault:
        raise Unreadable(f"{path}：{fault}") from fault
    except (ValueError, RecursionError) as fault:
        raise Unreadable(f"{path}：数字太长，或层次太深") from fault


def _no_number(word: str) -> None:
    raise Unreadable(f"不是 JSON 的数：{word}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which a key stands twice says two things; neither may win silently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise Unreadable(f"同一对象里重复：{'、'.join(twice)}")
    return found


def _out(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


def _wrong(lines: Sequence[str]) -> int:
    text = "".join(f"{line.replace(chr(10), ' ')}\n" for line in lines)
    sys.stderr.buffer.write(text.encode("utf-8", "backslashreplace"))
    return WRONG
