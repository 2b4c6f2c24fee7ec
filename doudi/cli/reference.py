"""`doudi reference [--check]`: writes docs/reference from the code, or says what is out of date.

States come from the tables of moves, permissions from the marks of the views, parameters from the
shipped files. No database.
"""

import argparse
import importlib
import os
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from doudi.policies.rules.parameters import Dated, shipped_values

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- Written by `doudi reference` (make fix). Do not edit. -->\n"
WRONG = 1


def reference_command(argv: Sequence[str]) -> int:
    """0: written, or up to date; 1: `--check` found pages that differ from the code."""
    parser = argparse.ArgumentParser(prog="doudi reference", description="由代码生成参考页")
    parser.add_argument("--check", action="store_true", help="只比较，不改 · compare only")
    check = parser.parse_args(argv).check
    stale = [name for name, text in pages().items() if _read(name) != text]
    for name in stale:
        if check:
            print(f"docs/reference/{name}: differs from the code; run make fix")
        else:
            (FOLDER / name).write_text(pages()[name], encoding="utf-8")
    return WRONG if check and stale else 0


def pages() -> dict[str, str]:
    """File name → text of every reference page."""
    _set_up()
    from doudi.cli.flows import flows_page
    from doudi.cli.permissions import permissions_page

    return {
        "flows.md": MADE + flows_page(),
        "states.md": MADE + states_page(),
        "permissions.md": MADE + permissions_page(),
        "parameters.md": MADE + parameters_page(),
    }


def _set_up() -> None:
    """Django without a server's secrets; all faces, whatever the environment asks for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DOUDI_TOOL", "1")
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ["DOUDI_FACE"] = "all"
        django.setup()


def _read(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


# --- states -----------------------------------------------------------------------------------


TITLES = {
    "applications.MOVES": "申请 · applications",
    "awards.MOVES": "待遇 · awards",
    "awards.CHANGE_MOVES": "待遇变更 · changes of awards",
    "payments.MOVES": "发放批次 · payment runs",
    "payments.CLAIM_MOVES": "追回 · recovery claims",
    "payments.RAISE_MOVES": "提标补发 · raises",
    "supervision.MOVES": "政策试算、测算数据 · simulations and datasets",
    "messaging.MOVES": "消息 · messages",
}


def states_page() -> str:
    parts = [f"## {title}\n\n```mermaid\n{diagram(moves)}```\n" for title, moves in tables()]
    words = (
        "One diagram for each table of moves in `states.py`. What only repeats another noun is "
        "never stored: *ready for an opinion* is a query, so it has no state here; "
        "the steps of a case are in [flows](flows.md)."
    )
    return f"# States\n\n{words}\n\n" + "\n".join(parts)


def tables() -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """(title, table of moves) of every module that has one or several."""
    for path in sorted((ROOT / "doudi").glob("*/states.py")):
        module = path.parent.name
        states = importlib.import_module(f"doudi.{module}.states")
        for name in sorted(vars(states), key=len):
            if name.endswith("MOVES"):
                key = f"{module}.{name}"
                yield TITLES.get(key, key), getattr(states, name)


def diagram(moves: Mapping[Any, Any]) -> str:
    lines = ["stateDiagram-v2"]
    for state in moves:
        label = getattr(state, "label", "")
        lines.append(f"    {_code(state)}: {_code(state)} {label}".rstrip())
    lines.append(f"    [*] --> {_code(next(iter(moves)))}")
    for state, ways in moves.items():
        lines += [f"    {_code(state)} --> {_code(to)}{verb}" for verb, to in _ways(ways)]
        if not ways:
            lines.append(f"    {_code(state)} --> [*]")
    return "\n".join(lines) + "\n"


def _ways(ways: Any) -> list[tuple[str, Any]]:
    if isinstance(ways, Mapping):
        return [(f": {verb}", to) for verb, to in ways.items()]
    return [("", to) for to in sorted(ways)]


def _code(state: Any) -> str:
    return str(state.value if isinstance(state, Enum) else state)


# --- parameters -------------------------------------------------------------------------------


def parameters_page() -> str:
    values = sorted(shipped_values(), key=lambda one: (one.key, one.place, one.from_on))
    standings = sorted({one.standing for one in values})
    counts = ", ".join(
        f"{sum(one.standing == standing for one in values)} {standing}" for standing in standings
    )
    return "\n".join(
        [
            "# Parameters",
            "",
            f"The shipped baseline: {counts}.",
            "The nearest place wins; a place's own checked values come before these.",
            "Numbers like U-32 are explained in [choices](../choices.md).",
            "",
            (
                "*confirmed*: read at its official source. *read in a mirror*: read in a copy. "
                "*assumed*: chosen or taken from elsewhere, and named as such on the case page."
            ),
            "",
            "| key | place | from | until | value | standing | basis |",
            "|---|---|---|---|---|---|---|",
            *(_row(one) for one in values),
            "",
        ]
    )


def _row(one: Dated) -> str:
    basis = one.basis + (f"（{one.taken_from}）" if one.taken_from else "")
    until = one.until_on or ""
    return (
        f"| `{one.key}` | {one.place} | {one.from_on} | {until} | {_value(one.value)} "
        f"| {one.standing} | {basis} |"
    ).replace("  ", " ")


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and "amount_fen" in value:
        yuan, fen = divmod(value["amount_fen"], 100)
        return f"{yuan:,}.{fen:02d} yuan a {value['period']}"
    if isinstance(value, Mapping) and "num" in value:
        return f"{value['num']}/{value['den']}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(f"`{one}`" for one in value) or "none"
    return f"`{value}`"
