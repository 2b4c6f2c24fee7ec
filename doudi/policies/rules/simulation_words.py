"""What a simulation found, as rows of words and numbers: for the terminal, for CSV, for pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from doudi.policies.rules import saying
from doudi.policies.rules.registry import about
from doudi.policies.rules.scenarios import Change
from doudi.policies.rules.simulation import Cliff, Compared, Movement, Shift, Simulation

ALL = "各项合计"
DIMENSIONS = {
    "": "合计", "district": "县（市、区）", "town": "乡镇（街道）", "size": "家庭人数",
    "kind": "家庭类型", "disabled": "有无残疾人",
}  # fmt: skip
GROUPS: Mapping[str, Mapping[str, str]] = {
    "size": {"0": "没有成员", "1": "1 人", "2": "2 人", "3": "3 人", "4": "4 人", "5": "5 人以上"},
    "kind": {
        "elder_alone": "独居老人（60 岁以上）", "elders": "全是老人", "child": "有未成年人",
        "other": "其他家庭", "unknown": "年龄未知",
    },
    "disabled": {"yes": "有残疾人", "no": "没有残疾人", "unknown": "未知"},
}  # fmt: skip
KINDS = {"winner": "增加", "loser": "减少", "same": "不变", "unknown": "未知"}
SCENARIOS = {"": "现行", "a": "方案一", "b": "方案二"}
# the measures of a movement in the order of the tables: field, word, unit
MEASURES = (
    ("households", "户数", "户"), ("before", "现在符合", "户"), ("entered", "新进", "户"),
    ("left_it", "退出", "户"), ("from_unknown", "由未知变为符合", "户"),
    ("to_unknown", "由符合变为未知", "户"), ("after", "改后符合", "户"),
    ("unknown_before", "现在未知", "户"), ("unknown_after", "改后未知", "户"),
    ("open_before", "现在金额未知", "户"), ("open_after", "改后金额未知", "户"),
    ("month_before_fen", "现在每月", "分"), ("month_after_fen", "改后每月", "分"),
    ("year_before_fen", "现在每年", "分"), ("year_after_fen", "改后每年", "分"),
)  # fmt: skip
CLIFF_MEASURES = (
    ("above", "收入超线 5% 以内", "户"), ("below", "收入低于线 5% 以内", "户"),
    ("below_month_fen", "低于线 5% 以内的每月共领", "分"),
    ("lose", "每月多收入 1 元就失去", "户"),
    ("unknown", "未知", "户"), ("year_fen", "一年共少", "分"), ("most_fen", "一户最多少", "分"),
)  # fmt: skip
SHIFT_MEASURES = (
    ("households", "户数", "户"), ("year_fen", "一年共", "分"), ("most_fen", "一户最多", "分"),
)  # fmt: skip
HEAD = ("方案", "表", "项目", "分组方式", "组", "指标", "数值", "单位")

Row = tuple[str, str, str, str, str, str, int | str, str]


def programme_title(code: str) -> str:
    """The programme as people call it; all together for ''."""
    return about(code).title if code else ALL


def group_title(dimension: str, group: str, places: Mapping[str, str] | None = None) -> str:
    """What a group is called; places by the names given, else by code."""
    if dimension in ("district", "town"):
        return (places or {}).get(group, group) or "未写明"
    return GROUPS.get(dimension, {}).get(group, group) or ALL


def change_text(one: Change) -> str:
    """The change in one line, as published: 农村低保标准改为 5016 元/年."""
    where = f"（{one.place}）" if one.place else ""
    return f"{saying.title(one.key).text}{where}改为 {value_text(one.value)}"


def value_text(value: Any) -> str:
    """A published value as people write it."""
    if isinstance(value, Mapping) and "amount_fen" in value:
        whole, rest = divmod(value["amount_fen"], 100)
        cents = f".{rest:02d}" if rest else ""
        return f"{whole}{cents} 元/{'年' if value['period'] == 'year' else '月'}"
    if isinstance(value, Mapping) and "num" in value:
        return f"{value['num']}/{value['den']}"
    if isinstance(value, Mapping):
        return str(value.get("month", value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return (
        "、".join(map(saying.word, value)) if isinstance(value, list) else saying.word(str(value))
    )


def rows_of(found: Simulation, places: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Every number of a simulation, one a row, under `HEAD`."""
    yield from _cliffs("", found.cliff)
    for one in found.scenarios:
        yield from _of(one, places)


def _of(one: Compared, places: Mapping[str, str] | None) -> Iterator[Row]:
    name = SCENARIOS.get(one.scenario, one.scenario)
    for moved in one.movements:
        for field, word, unit in MEASURES:
            yield (
                name, "进出与费用", programme_title(moved.programme), DIMENSIONS[moved.dimension],
                group_title(moved.dimension, moved.group_, places), word, getattr(moved, field),
                unit,
            )  # fmt: skip
    for shift in one.shifts:
        for field, word, unit in SHIFT_MEASURES:
            yield (
                name, "增减", ALL, "每月增减（元）", bucket_title(shift), word,
                getattr(shift, field), unit,
            )  # fmt: skip
    yield from _cliffs(one.scenario, one.cliff)


def _cliffs(scenario: str, several: tuple[Cliff, ...]) -> Iterator[Row]:
    for cliff in several:
        for field, word, unit in CLIFF_MEASURES:
            yield (
                SCENARIOS.get(scenario, scenario), "悬崖", programme_title(cliff.programme), "",
                "", word, getattr(cliff, field), unit,
            )  # fmt: skip


def bucket_title(one: Shift) -> str:
    """增加 20 元以上; same and unknown have no size."""
    word = KINDS[one.kind]
    if one.kind not in ("winner", "loser"):
        return word
    return f"{word}，每月 {one.from_yuan} 元以上" if one.from_yuan else f"{word}，每月不到 20 元"


def simulation_from(data: Mapping[str, Any]) -> Simulation:
    """Reads what `as_json` gave."""
    scenarios = tuple(
        Compared(
            one["scenario"],
            tuple(Change(**change) for change in one["changes"]),
            tuple(one["affected"]),
            tuple(Movement(**row) for row in one["movements"]),
            tuple(Shift(**row) for row in one["shifts"]),
            tuple(Cliff(**row) for row in one["cliff"]),
        )
        for one in data["scenarios"]
    )
    plain = {one.name: data[one.name] for one in fields(Simulation)}
    return Simulation(
        **{
            **plain,
            "on": date.fromisoformat(data["on"]),
            "rules": tuple(data["rules"]),
            "programmes": tuple(data["programmes"]),
            "cliff": tuple(Cliff(**row) for row in data["cliff"]),
            "scenarios": scenarios,
        }
    )
