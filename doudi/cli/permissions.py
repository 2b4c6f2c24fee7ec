"""The page docs/reference/permissions.md: marks of the views, asked answers, guards of the actions.

What was answered stands in permissions.yaml beside it, written by the walk of
tests/architecture/test_permissions.py and read there again. No database.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "docs" / "reference" / "permissions.yaml"
STANDINGS = {
    "own": "own place",
    "kin": "own kin",
    "level": "other level",
    "department": "other department",
    "village": "other village",
    "town": "other town",
    "county": "other county",
}
WORDS = """\
Three questions, each with its test:

1. *Which page?* Each view wears one decorator of `doudi.ui.access`;
   `tests/architecture/test_access.py` asks every address as nobody, as a citizen, as every duty.
2. *Whose record?* `tests/architecture/test_permissions.py` asks every address that names a record,
   as every duty that may open it, from every standing: ✓ let in, – refused (403, or 404 where
   existence is secret), blank: nobody of that duty stands there.
3. *Which act?* The action asks its guard again: the last table.

The standings: **own place**, the office that answers for the family; **own kin**, the same office,
and the family is among the officer's filed relatives; **other level**, the same duty held in a
town's office instead of the village's or county's, in the village's instead of the town's;
**other department**, in the county's finance bureau (verification centre for payments);
**other village**, **town**, **county**. Let in says that the request came past page, place and
kin; the state of the record, the power of the office and four eyes may still refuse the act."""


def permissions_page() -> str:
    from doudi.accounts.states import Duty

    duties = [f"| `{duty.value}` | {duty.label} |" for duty in Duty]
    rows = [f"| `/{route}` | `{name}` | {who} |" for route, name, who in addresses()]
    return "\n".join(
        [
            "# Permissions",
            "",
            WORDS,
            "",
            "## Duties",
            "",
            "| code | name |",
            "|---|---|",
            *duties,
            "",
            "## Addresses",
            "",
            "| address | name | who |",
            "|---|---|---|",
            *rows,
            "",
            "## Records",
            *_records(),
            "",
            "## Acts",
            "",
            "Every action that only an officer can be, with the guards it calls.",
            "",
            "| action | guards |",
            "|---|---|",
            *(f"| `{name}` | {guards} |" for name, guards in acts()),
            "",
        ]
    )


def addresses() -> list[tuple[str, str, str]]:
    """(route, name, who) of every address."""
    from django.urls import get_resolver

    return [
        (route, str(pattern.name), _who(getattr(pattern.callback, "access", None)))
        for route, pattern in _walk(get_resolver(), "")
    ]


def _walk(resolver: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern, route)
        else:
            yield route, pattern


def _who(access: tuple[str, tuple[str, ...]] | None) -> str:
    if access is None or access[0] == "anyone":
        return "anyone"
    kind, given = access
    if kind == "citizen":
        return f"citizen, level {given[0]}"
    return ", ".join(dict.fromkeys(str(duty) for duty in given)) or "every officer"


# --- what was answered ------------------------------------------------------------------------


def _records() -> Iterator[str]:
    answers = yaml.safe_load(ANSWERS.read_text(encoding="utf-8"))
    module = ""
    for name in sorted(answers):
        if name.split("_")[0] != module:
            module = name.split("_")[0]
            yield from ("", f"### {module}", "", _line(["name", "", "duty", *STANDINGS.values()]))
            yield _line(["---"] * (3 + len(STANDINGS)))
        for method, rows in answers[name].items():
            for let_in, duties in rows.items():
                yield _line(
                    [f"`{name}`", method, duties.replace(" ", ", "), *_marks(let_in, duties)]
                )


def _marks(let_in: str, duties: str) -> Iterator[str]:
    """✓, –, or nothing where none of the duties stands."""
    for standing in STANDINGS:
        local = standing in {"village", "town"}
        stands = not local or any(_is_local(one, standing) for one in duties.split())
        yield "✓" if standing in let_in.split() else "–" if stands else ""


def _is_local(duty: str, standing: str) -> bool:
    village = duty in {"grid_worker", "village_intake"}
    return village or (standing == "town" and duty.startswith(("town", "coord", "social")))


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


# --- acts -------------------------------------------------------------------------------------


def acts() -> Iterator[tuple[str, str]]:
    """(module.action, its guards) of every public action whose `by` is an officer alone."""
    for path in sorted((ROOT / "doudi").glob("*/actions*/**/*.py")) + sorted(
        (ROOT / "doudi").glob("*/actions.py")
    ):
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(dotted)
        for name, function in vars(module).items():
            if _is_officers_act(function, module, name):
                inner = inspect.unwrap(function)
                guards = ", ".join(f"`{one}`" for one in sorted(_guards(inner, set())))
                yield f"{dotted.removeprefix('doudi.')}.{name}", guards or "asked by its callers"


def _is_officers_act(function: Any, module: Any, name: str) -> bool:
    if not inspect.isfunction(function) or name.startswith("_"):
        return False
    inner = inspect.unwrap(function)
    own = inner.__module__ == module.__name__
    return own and str(inner.__annotations__.get("by", "")).endswith("Officer'>")


def _guards(function: Any, seen: set[Any]) -> set[str]:
    """Names beginning with `check_` that the function calls, or a helper of its module does."""
    if function in seen:
        return set()
    seen.add(function)
    tree = ast.parse(inspect.getsource(function))
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }
    found = {name for name in called if name.startswith("check_")}
    for name in called:
        other = function.__globals__.get(name)
        if inspect.isfunction(other) and other.__module__ == function.__module__:
            found |= _guards(inspect.unwrap(other), seen)
    return found
