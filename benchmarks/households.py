"""Invented households of many shapes, drawn from a seed: the same number gives the same family."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

ON = date(2026, 9, 14)
PLACES = ("430902", "3204")
Given = dict[str, Any]

INCOMES = (
    ("wage", "wage", 600_000, 4_000_000),
    ("business", "farming", 100_000, 1_500_000),
    ("business", "shop", 200_000, 3_000_000),
    ("property", "land_rent", 20_000, 400_000),
    ("transfer", "basic_pension", 130_000, 260_000),
    ("transfer", "pension", 1_200_000, 4_000_000),
    ("transfer", "disability_subsidy", 60_000, 240_000),
    ("transfer", "gift", 50_000, 800_000),
)
EXPENSES = (
    ("business", "seed", 20_000, 600_000),
    ("medical", "hospital", 50_000, 6_000_000),
    ("schooling", "fees", 100_000, 1_200_000),
    ("disability", "rehabilitation", 50_000, 900_000),
)
PROPERTY = (
    ("vehicle", ("car", "motorcycle", "mobility_vehicle")),
    ("home", ("home",)),
    ("firm", ("dormant", "trading")),
    ("machine", ("small_farm", "harvester")),
)


def household(number: int) -> Given:
    """Input for `doudi assess`; one family in twelve has a source that has not answered."""
    draw = random.Random(number)
    size = draw.choices((1, 2, 3, 4, 5, 6), (30, 30, 18, 12, 7, 3))[0]
    return {
        "date": ON.isoformat(),
        "place": draw.choice(PLACES),
        "registration": draw.choice(("urban", "rural")),
        "household": {"id": str(number), "single_parent": draw.random() < 0.05},
        "members": [_member(draw, index) for index in range(size)],
        "supporters": [_supporter(draw)] if draw.random() < 0.2 else [],
        "items": [*_incomes(draw, size), *_expenses(draw, size), *_assets(draw)],
    }


def _member(draw: random.Random, index: int) -> Given:
    relation = "self" if index == 0 else draw.choice(("spouse", "child", "parent", "grandchild"))
    oldest = 25 if relation in ("child", "grandchild") else 92
    youngest = 0 if relation in ("child", "grandchild") else 20
    age = draw.randint(youngest, oldest)
    member: Given = {
        "id": f"m{index}",
        "relation": relation,
        "born_on": (ON - timedelta(days=age * 365 + draw.randint(1, 364))).isoformat(),
        "sex": draw.choice(("male", "female")),
        "illness": draw.choices(("none", "chronic", "major"), (80, 14, 6))[0],
        "student": "compulsory" if 6 <= age < 15 else "none",
    }
    if draw.random() < 0.15:
        kind = draw.choice(("limb", "sight", "hearing", "mental", "intellectual"))
        member["disability"] = {"kind": kind, "level": draw.randint(1, 4)}
    if draw.random() < 0.03 and index:
        member["absence"] = draw.choice(("prison", "conscript"))
    return member


def _supporter(draw: random.Random) -> Given:
    return {
        "id": "s",
        "supports": "m0",
        "household_size": draw.randint(1, 5),
        "household_income_fen": draw.randint(1_000_000, 9_000_000),
        "paid_fen": draw.randint(0, 400_000),
    }


def _incomes(draw: random.Random, size: int) -> list[Given]:
    return [
        {
            **_money("income", draw.choice(INCOMES), draw),
            "member": f"m{draw.randrange(size)}",
            "months": draw.choice((12, 12, 12, 6, 3)),
        }
        for _ in range(draw.randint(0, 4))
    ]


def _expenses(draw: random.Random, size: int) -> list[Given]:
    found = []
    for _ in range(draw.randint(0, 3)):
        item = _money("expense", draw.choice(EXPENSES), draw)
        refund = item["amount_fen"] // 2 if isinstance(item["amount_fen"], int) else "unknown"
        found.append({**item, "member": f"m{draw.randrange(size)}", "refund_fen": refund})
    return found


def _money(kind: str, shape: tuple[str, str, int, int], draw: random.Random) -> Given:
    name, code, least, most = shape
    amount: int | str = draw.randint(least, most)
    if draw.random() < 0.02:
        amount = "unknown"
    return {"kind": kind, "class": name, "code": code, "amount_fen": amount}


def _assets(draw: random.Random) -> list[Given]:
    deposit: int | str = draw.choice((0, draw.randint(0, 6_000_000)))
    if draw.random() < 0.02:
        deposit = "unknown"
    found: list[Given] = [{"kind": "asset", "class": "financial", "amount_fen": deposit}]
    if draw.random() < 0.3:
        name, codes = draw.choice(PROPERTY)
        found.append(
            {
                "kind": "asset",
                "class": name,
                "code": draw.choice(codes),
                "amount_fen": draw.randint(0, 8_000_000),
                "count": draw.choice((1, 1, 2, 3)),
                "area_m2": draw.randint(30, 180) if name == "home" else 0,
            }
        )
    return found
