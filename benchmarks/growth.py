"""How the cost grows with the city: a table in Markdown and a chart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
COLUMNS = {
    "households": "households", "persons": "persons", "batch_seconds": "batch s",
    "batch_cpu_seconds": "batch CPU s", "batch_process_seconds": "process s",
    "batch_peak_mb": "peak MB", "dibao_sql_seconds": "dibao s",
    "handwritten_sql_seconds": "by hand s", "ratio_to_handwritten": "ratio",
    "disagreements": "disagreements",
}  # fmt: skip
LINES = {
    "batch_seconds": ("#1f5fa8", "all civil-affairs programmes"),
    "dibao_sql_seconds": ("#b3541e", "dibao alone, compiled"),
    "handwritten_sql_seconds": ("#5c7a29", "dibao alone, by hand"),
}
WIDTH, HEIGHT, LEFT, BOTTOM = 640, 400, 64, 48
LOWEST = -2  # a hundredth of a second


def grown(several: Sequence[Mapping[str, Any]], chart: Path) -> str:
    """The table as text; the chart goes to the file."""
    chart.write_text(_svg(several), encoding="utf-8")
    rows = [list(COLUMNS.values()), ["---:"] * len(COLUMNS)]
    rows += [[_cell(one.get(name)) for name in COLUMNS] for one in several]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _svg(several: Sequence[Mapping[str, Any]]) -> str:
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>',
        "<title>Seconds by households, both scales by powers of ten</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_grid(several),
    ]
    for number, (name, (colour, label)) in enumerate(LINES.items()):
        points = [(_x(one["households"]), _y(one[name])) for one in several if one.get(name)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        at = 24 + 18 * number
        parts.append(f'<rect x="{LEFT + 12}" y="{at - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{LEFT + 28}" y="{at}" fill="#222222">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _grid(several: Sequence[Mapping[str, Any]]) -> list[str]:
    found = []
    for power in range(LOWEST, 3):
        y = _y(10.0**power)
        found.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - 16}" stroke="#dddddd"/>')
        found.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444444">'
            f"{10.0**power:g} s</text>"
        )
    for one in several:
        x = _x(one["households"])
        found.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#444444">'
            f"{one['households']:,}</text>"
        )
    return found


def _x(households: int) -> float:
    return LEFT + 56 + (math.log10(households) - 4) * (WIDTH - LEFT - 120) / 3


def _y(seconds: float) -> float:
    return HEIGHT - BOTTOM - (math.log10(max(seconds, 0.01)) - LOWEST) * (HEIGHT - BOTTOM - 24) / 4
