"""转录: the layout of another system's screens as data, and rows of it as a workbook."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import xlsxwriter
import yaml

FOLDER = Path(__file__).resolve().parent.parent / "carry"
MOST_ROWS = 200  # in one workbook


@dataclass(frozen=True)
class Column:
    """`source` is a value's name, or empty for a field that is written by hand."""

    label: str
    source: str


@dataclass(frozen=True)
class Layout:
    """The columns of one system in its order; `places` are the code prefixes it serves."""

    system: str
    name: str
    places: tuple[str, ...]
    standing: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Stamp:
    """Who took the workbook out, when, and for what: stands on its own sheet and every page."""

    officer: str
    office: str
    at: str
    purpose: str


@cache
def layouts() -> tuple[Layout, ...]:
    return tuple(read_layout(path.read_text(encoding="utf-8")) for path in _files())


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def read_layout(text: str) -> Layout:
    data = yaml.safe_load(text)
    return Layout(
        system=str(data["system"]),
        name=str(data["name"]),
        places=tuple(str(one) for one in data["places"]),
        standing=str(data["standing"]),
        columns=tuple(
            Column(str(one["label"]), str(one.get("source", ""))) for one in data["columns"]
        ),
    )


def layout_for(place_code: str) -> Layout | None:
    """The layout of the nearest place that has one."""
    found = [
        (len(prefix), one)
        for one in layouts()
        for prefix in one.places
        if place_code.startswith(prefix)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def workbook(
    layout: Layout, rows: Sequence[Sequence[str]], stamp: Stamp, *, made_at: datetime
) -> bytes:
    """Every cell is text: no value becomes a formula, a link or a rounded number."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(
        memory,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": made_at.replace(tzinfo=None), "author": stamp.officer})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("转录")
    sheet.set_column(0, len(layout.columns) - 1, 20)
    sheet.freeze_panes(1, 0)
    sheet.set_footer(f"&L{_plain(stamp.officer)} {stamp.at}&R内部材料 不得外传")
    for column, one in enumerate(layout.columns):
        sheet.write_string(0, column, one.label)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, text)
    _words(book.add_worksheet("导出说明"), layout, rows, stamp)
    book.close()
    return memory.getvalue()


def _plain(text: str) -> str:
    """An ampersand starts a code in a footer."""
    return text.replace("&", "")


def _words(
    sheet: xlsxwriter.worksheet.Worksheet, layout: Layout, rows: Sequence[object], stamp: Stamp
) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 60)
    lines = (
        ("目标系统", layout.name),
        ("导出人", f"{stamp.office} {stamp.officer}"),
        ("导出时间", stamp.at),
        ("用途", stamp.purpose),
        ("行数", str(len(rows))),
        ("提示", "含个人信息，仅限转录使用，用后删除。导出已记入操作留痕。"),
    )
    for number, (word, value) in enumerate(lines):
        sheet.write_string(number, 0, word)
        sheet.write_string(number, 1, value)
