"""`doudi synth`: a synthetic city as Parquet files. Nobody in it exists; the shapes do."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from doudi.policies.rules.synthetic.city import CHUNK, FILES, City, write_city
from doudi.policies.rules.synthetic.shapes import FOLDER, shapes

WRONG = 2
MOST = 10_000_000
SEEDS = 2**63


class Refused(ValueError):
    """What was asked for cannot be made; the message is one sentence for whoever asked."""


def synth_command(argv: Sequence[str]) -> int:
    """`doudi synth --households N --seed S --out DIR`. 2: something asked for cannot be made."""
    parser = argparse.ArgumentParser(prog="doudi synth", description="造一座合成的城市，没有真人")
    parser.add_argument("--households", type=int, required=True, help=f"户数，1 至 {MOST}")
    parser.add_argument("--seed", type=int, required=True, help="种子：同样的种子造出同样的城市")
    parser.add_argument("--out", type=Path, required=True, help="放文件的文件夹")
    parser.add_argument("--place", default="430902", help="行政区划代码")
    parser.add_argument("--date", default="2026-09-14", help="申请日期 YYYY-MM-DD")
    given = parser.parse_args(argv)
    try:
        city = _city(given)
        _make(city, given.out)
    except Refused as fault:
        sys.stderr.write(f"{fault}\n")
        return WRONG
    return 0


def _city(given: argparse.Namespace) -> City:
    if not 1 <= given.households <= MOST:
        raise Refused(f"--households：户数要在 1 至 {MOST} 之间，写的是 {given.households}")
    if not 0 <= given.seed < SEEDS:
        raise Refused("--seed：种子是不小于零的整数")
    if not re.fullmatch(r"\d{4}(\d{2}(\d{3}){0,2})?", given.place):
        raise Refused(f"--place：行政区划代码是 4 至 12 位数字，写的是 {given.place}")
    try:
        on = date.fromisoformat(given.date)
    except ValueError as fault:
        raise Refused(f"--date：日期写 YYYY-MM-DD，写的是 {given.date}") from fault
    return City(given.households, given.seed, given.place, on)


def _make(city: City, folder: Path) -> None:
    """The files, and last `city.json`: where it stands, the city is whole."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "city.json").unlink(missing_ok=True)
        rows = write_city(city, folder)
        text = json.dumps(_told(city, rows), ensure_ascii=False, indent=2) + "\n"
        (folder / "city.json").write_text(text, encoding="utf-8")
    except OSError as fault:
        raise Refused(f"--out：{folder} 写不进去（{fault.strerror or fault}）") from fault
    sys.stdout.write(text)


def _told(city: City, rows: dict[str, int]) -> dict[str, Any]:
    data = shapes()
    hashes = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        hashes.update(path.read_bytes())
    return {
        "what": "合成城市：没有一户是真的",
        "households": city.households,
        "seed": city.seed,
        "place": city.place,
        "date": city.on.isoformat(),
        "rows": {f"{file}.parquet": rows[file] for file in FILES},
        "shapes": {
            name: {key: str(one[key]) for key in ("source", "year", "standing") if key in one}
            for name, one in data.items()
        },
        "versions": {
            "shapes": hashes.hexdigest()[:12],
            "chunk": CHUNK,
            "duckdb": duckdb.__version__,
            "pyarrow": pyarrow.__version__,
        },
    }
