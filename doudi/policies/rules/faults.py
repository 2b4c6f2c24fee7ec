"""Checks JSON against a schema, and says every fault in one plain Chinese line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import jsonschema
import jsonschema.validators

TYPES = {
    "object": "对象 {…}",
    "array": "列表 […]",
    "string": "文字",
    "integer": "整数",
    "null": "null",
}


def _is_integer(_: object, value: object) -> bool:
    return type(value) is int  # neither true nor 1.0


Validator: Any = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)
FORMATS = jsonschema.FormatChecker(formats=())


def _is_day(value: object) -> bool:
    """Only whether the day exists; how it is written is the pattern's to say."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        date.fromisoformat(value)
    return True


FORMATS.checks("date-or-unknown", raises=ValueError)(_is_day)


def shape_faults(data: object, schema: Mapping[str, Any]) -> list[str]:
    """One line for every fault of shape, in the order of the file's fields."""
    validator: Any = Validator(schema, format_checker=FORMATS)
    found = sorted(validator.iter_errors(data), key=lambda fault: list(map(str, fault.path)))
    return [line for fault in found for line in _lines(fault)]


def _lines(fault: jsonschema.ValidationError) -> Iterator[str]:
    """One line, with the place in the file first; fields that do not exist get a line each."""
    where = _path(fault.absolute_path)
    if fault.validator == "additionalProperties":
        for name in sorted(set(fault.instance) - set(fault.schema.get("properties", {}))):
            yield f"{where}：没有这个字段：{name}"
        return
    says: dict[str, Callable[[Any], str]] = {
        "required": lambda limit: f"缺少 {str(fault.message).split(chr(39))[1]}",
        "enum": lambda limit: f"只能是 {'、'.join(_spelt(value) for value in limit)}",
        "pattern": lambda limit: "格式不对：日期写 YYYY-MM-DD，月份写 YYYY-MM，区划写数字代码",
        "format": lambda limit: "没有这一天",
        "type": lambda limit: f"类型不对，应为{TYPES.get(str(limit), limit)}",
        "minItems": lambda limit: f"至少要有 {limit} 项",
        "maxItems": lambda limit: f"最多 {limit} 项",
        "uniqueItems": lambda limit: "有重复",
        "anyOf": lambda limit: _number_fault(fault) or _either(fault),
        "maxLength": lambda limit: f"最多 {limit} 个字",
    }
    say = says.get(str(fault.validator))
    yield f"{where}：{say(fault.validator_value) if say else '写法不对'}"


def _path(parts: Any) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "（全文）"


def _number_fault(fault: jsonschema.ValidationError) -> str:
    """What is wrong with a number where a number may stand."""
    whole = next((one for one in fault.validator_value if one.get("type") == "integer"), None)
    if whole is None or type(fault.instance) not in (int, float):
        return ""
    if isinstance(fault.instance, float):
        return "应为整数"
    if fault.instance < whole["minimum"]:
        return f"不能小于 {whole['minimum']}"
    return f"太大，最多 {whole['maximum']}"


def _either(fault: jsonschema.ValidationError) -> str:
    return f"写法不对：{fault.schema.get('description', '')}"


def _spelt(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
