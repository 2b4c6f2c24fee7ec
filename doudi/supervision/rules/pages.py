"""A simulation as tables of words, two scenarios side by side, for pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from doudi.common.money import yuan
from doudi.policies.rules.simulation import Cliff, Compared, Movement, Shift, Simulation, paying
from doudi.policies.rules.simulation_words import (
    SCENARIOS,
    bucket_title,
    group_title,
    programme_title,
)
from doudi.supervision.rules.charts import Chart, bars
from doudi.supervision.rules.disclosure import LEAST, SMALL

LEFT_OUT = "—"
MOVES = ("新进", "退出", "改后", "未知", "每年多（元）")
FALLS = ("超线 5%", "低于线 5%", "失去", "一年少（元）")
MONEY = ("改后每月（元）", "改后每年（元）", "每月多（元）")


@dataclass(frozen=True)
class Table:
    """`groups` head several columns each: words and how many. The first column is words."""

    key: str
    title: str
    groups: tuple[tuple[str, int], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    chart: Chart | None = None


def tables(found: Simulation, places: Mapping[str, str]) -> list[Table]:
    """All tables of the page, in order."""
    by_place = "town" if _has(found, "town") else "district"
    return [
        _programmes(found),
        _costs(found),
        _dimension(found, by_place, "按地方", places),
        _dimension(found, "kind", "按家庭类型", places),
        _dimension(found, "size", "按家庭人数", places),
        _dimension(found, "disabled", "按有无残疾人", places),
        *(_shifts(one) for one in found.scenarios),
        _cliffs(found),
    ]


def number(value: int | None) -> str:
    if value == SMALL:
        return f"<{LEAST}"
    return LEFT_OUT if value is None else f"{value:,}"


def money(fen: int | None) -> str:
    return LEFT_OUT if fen is None else yuan(fen)


def more(before: int | None, after: int | None) -> str:
    return LEFT_OUT if before is None or after is None else yuan(after - before)


def names_of(found: Simulation) -> tuple[str, ...]:
    return tuple(SCENARIOS[one.scenario] for one in found.scenarios)


def _has(found: Simulation, dimension: str) -> bool:
    return any(m.dimension == dimension and m.group_ for m in found.scenarios[0].movements)


def _side_by_side(
    found: Simulation, wanted: Callable[[Movement], bool]
) -> list[tuple[Movement, ...]]:
    rows = [[m for m in one.movements if wanted(m)] for one in found.scenarios]
    return list(zip(*rows, strict=True))


def _groups(found: Simulation, first: int, each: int) -> tuple[tuple[str, int], ...]:
    return (("", 1), ("现在", first), *((name, each) for name in names_of(found)))


def _moved(one: Movement) -> tuple[str, ...]:
    return (
        *(number(count) for count in (one.entered, one.left_it, one.after)),
        _unknown(one),
        more(one.year_before_fen, one.year_after_fen),
    )


def _unknown(one: Movement) -> str:
    """How many are unknown then, and how many came from there and went there."""
    flows = (one.from_unknown, one.to_unknown)
    if not any(flows) and None not in flows:
        return number(one.unknown_after)
    return f"{number(one.unknown_after)}（{number(flows[0])}／{number(flows[1])}）"


def _movements(
    found: Simulation, rows: Sequence[tuple[Movement, ...]], title: Callable[[Movement], str]
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            title(several[0]), number(several[0].before), number(several[0].unknown_before),
            *(cell for one in several for cell in _moved(one)),
        )
        for several in rows
    )  # fmt: skip


def _head(found: Simulation, first: str) -> tuple[str, ...]:
    return (first, "符合", "未知", *(MOVES * len(found.scenarios)))


def _programmes(found: Simulation) -> Table:
    rows = _side_by_side(found, lambda m: not m.dimension)
    return Table(
        "programmes", "谁进谁出：按项目（户）", _groups(found, 2, len(MOVES)), _head(found, "项目"),
        _movements(found, rows, lambda m: programme_title(m.programme)),
        "未知的户单独计，不算不符合；括号里是由未知变为符合、由符合变为未知的户。"
        "一户同时符合几项的，在合计里只算一户。",
        _chart(found, rows),
    )  # fmt: skip


def _chart(found: Simulation, rows: Sequence[tuple[Movement, ...]]) -> Chart | None:
    lines = []
    for several in rows:
        fens = [_difference(one) for one in several]
        if any(fens) and None not in fens:
            numbers = [(fen or 0, f"{yuan(fen or 0)} 元") for fen in fens]
            lines.append((programme_title(several[0].programme), numbers))
    return bars("每年多花的钱，按项目", names_of(found), lines)


def _difference(one: Movement) -> int | None:
    before, after = one.year_before_fen, one.year_after_fen
    return None if before is None or after is None else after - before


def _costs(found: Simulation) -> Table:
    rows = _side_by_side(found, lambda m: not m.dimension)
    return Table(
        "costs", "费用：按项目", _groups(found, 2, len(MONEY)),
        ("项目", "每月（元）", "每年（元）", *(MONEY * len(found.scenarios))),
        tuple(
            (
                programme_title(several[0].programme), money(several[0].month_before_fen),
                money(several[0].year_before_fen),
                *(cell for one in several for cell in _paid(one)),
            )
            for several in rows
        ),
        "每年按每月乘以 12。金额未知的户不在合计里。",
    )  # fmt: skip


def _paid(one: Movement) -> tuple[str, ...]:
    return (
        money(one.month_after_fen), money(one.year_after_fen),
        more(one.month_before_fen, one.month_after_fen),
    )  # fmt: skip


def _dimension(found: Simulation, dimension: str, title: str, places: Mapping[str, str]) -> Table:
    rows = _side_by_side(found, lambda m: m.dimension == dimension and not m.programme)
    return Table(
        dimension, f"{title}（至少符合一项的户）", _groups(found, 2, len(MOVES)),
        _head(found, title.removeprefix("按")),
        _movements(found, rows, lambda m: group_title(dimension, m.group_, places)),
    )  # fmt: skip


def _shifts(one: Compared) -> Table:
    rows = sorted(one.shifts, key=_order)
    lines = [
        (bucket_title(s), [(s.households, number(s.households))])
        for s in rows
        if s.kind in ("winner", "loser") and s.households not in (None, SMALL)
    ]
    name = SCENARIOS[one.scenario]
    touched = "、".join(programme_title(code) for code in paying(one.affected)) or "没有"
    return Table(
        f"shifts_{one.scenario}", f"{name}：谁多了、谁少了", (),
        ("每户一年合计的变化", "户数", "一年共（元）", "一户最多（元）"),
        tuple(
            (bucket_title(s), number(s.households), money(s.year_fen), money(s.most_fen))
            for s in rows
        ),
        f"只比较受改动影响的、发钱的项目：{touched}。金额未知的户单独计。",
        bars(f"{name}：增减户数", (name,), lines),
    )  # fmt: skip


def _order(one: Shift) -> tuple[int, int]:
    place = ("winner", "loser", "same", "unknown").index(one.kind)
    return place, one.from_yuan


def _cliffs(found: Simulation) -> Table:
    runs = [("", found.cliff), *((one.scenario, one.cliff) for one in found.scenarios)]
    several = list(zip(*(cliff for _, cliff in runs), strict=True))
    return Table(
        "cliff", "悬崖：每月多收入 1 元",
        (("", 1), *((SCENARIOS[code], len(FALLS)) for code, _ in runs)),
        ("项目", *(FALLS * len(runs))),
        tuple(
            (programme_title(row[0].programme), *(cell for one in row for cell in _fallen(one)))
            for row in several
        ),
        "超线、低于线：离线不超过 5%、只差在收入上的户。失去：每月多收入 1 元就不再符合的户；"
        "各项合计里是一年少得比多收入还多的户。",
    )  # fmt: skip


def _fallen(one: Cliff) -> tuple[str, ...]:
    counts = (one.above, one.below, one.lose)
    return (*(number(count) for count in counts), money(one.year_fen))
