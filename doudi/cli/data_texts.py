"""Texts that pages show but no gettext wraps: of data files, rule files and plain Python.

Rules know no Django and data no code, so pages say these through `doudi.ui.said`.
"""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from doudi.decisions.rules.letters import plain
from doudi.policies.rules.registry import PROGRAMMES, programmes, rule_files
from doudi.ui.said import CITED, pattern_of

CODE = Path(__file__).resolve().parents[1]
CHINESE = re.compile("[\u3400-\u9fff]")
TRANSLATES = frozenset({"_", "_lazy", "gettext", "gettext_lazy", "ngettext", "pgettext"})

# Data files and the keys whose values are shown; what cites a law or names a place is not ours.
DATA = {
    "policies/catalogue/services.yaml": {"title", "who", "benefit", "extra", "limit"},
    "policies/catalogue/departments.yaml": {"name"},
    "policies/flows/*.yaml": {"label"},
    "policies/programmes/*/questions.yaml": {"ask"},
    "policies/programmes/*/parameters.yaml": {"titles"},
    "policies/titles.yaml": {"titles", "words"},
    "verification/sources/*.yaml": {"name", "department", "asks", "label"},
    "visits/checklists/*.yaml": {"title", "hint", "text", "choices"},
}
# Plain Python whose Chinese is no page's: what is sent or printed in Chinese, what a terminal says,
# names of people, and made-up examples.
SILENT = (
    "*/migrations/*",
    "*/management/*",
    "*/rules/messages.py",
    "awards/queries/*.py",
    "cli/*",
    "decisions/queries/letters.py",
    "decisions/*/matter_letters.py",
    "decisions/queries/posters.py",
    "decisions/queries/volume/*",
    "decisions/*/carry.py",
    "decisions/rules/reminders.py",
    "decisions/rules/voices.py",
    "messaging/rules.py",
    "people/rules/*",
    "policies/programmes/*",
    "policies/rules/assess.py",
    "policies/rules/batch*.py",
    "policies/rules/case_schema.py",
    "policies/rules/catalogue.py",
    "policies/rules/citing.py",
    "policies/rules/exclusions.py",
    "policies/rules/faults.py",
    "policies/rules/flows.py",
    "policies/rules/library.py",
    "policies/rules/programme_page.py",
    "policies/rules/registry.py",
    "policies/rules/schema.py",
    "policies/rules/simulation.py",
    "policies/rules/simulation_sql.py",
    "policies/rules/spark_reader.py",
    "policies/synthetic/*",
    "ui/gallery.py",
    "ui/said.py",
)
TAG = re.compile(r"{%\s*(.*?)\s*%}", re.DOTALL)
WRAPPED = re.compile(r"(block)?trans")
QUOTED = re.compile(r'(?<!_\()"([^"]*)"')
MADE_OF_SIGNS = re.compile(r"[\\[\]?*]|%-?[Ymd]")


def data_texts() -> set[str]:
    """Every Chinese text that reaches a page without gettext; holes are `{1}`, `{2}` …"""
    found = {*_of_data(), *_of_pages(), *_of_rules(), *_of_code(), *_of_components()}
    return {one for one in found if CHINESE.search(one) and not MADE_OF_SIGNS.search(one)}


def _of_data() -> Iterator[str]:
    for glob, keys in DATA.items():
        for path in sorted(CODE.glob(glob)):
            yield from _shown(yaml.safe_load(path.read_text(encoding="utf-8")), keys)


def _shown(data: Any, keys: set[str]) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _all(value) if key in keys else _shown(value, keys)
    elif isinstance(data, list):
        for one in data:
            yield from _shown(one, keys)


def _all(value: Any) -> Iterator[str]:
    """Every text below; `name|unit` is two."""
    if isinstance(value, str):
        yield from value.split("|", 1)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _all(one)


def _of_pages() -> Iterator[str]:
    """The head of each programme's page."""
    for code in programmes():
        head = (PROGRAMMES / code / "policy.md").read_text(encoding="utf-8").split("---")[1]
        about = yaml.safe_load(head)
        yield from (str(about.get(key, "")) for key in ("title", "summary", "where"))


def _of_rules() -> Iterator[str]:
    """What the rule files of all dates call their criteria, lines, remarks and grounds."""
    for code in programmes():
        for file in rule_files(code):
            rule = file.rule()
            yield from (one.label for one in (*rule.criteria, *rule.sheet))
            yield from (plain(one.label) for one in rule.criteria)
            yield from (one.text for one in rule.remarks)
            yield from rule.extra_reasons.values()
            yield from (CITED.sub("", text) for text in rule.grounds.values())
            yield rule.extra_label


def _of_components() -> Iterator[str]:
    """What templates hand to a component: `{% button "提交" %}`. The component says it."""
    for path in sorted(CODE.rglob("templates/**/*.html")):
        for tag in TAG.findall(path.read_text(encoding="utf-8")):
            if "gallery" not in path.parts and not WRAPPED.match(tag):
                yield from QUOTED.findall(tag)


def _of_code() -> Iterator[str]:
    for path in sorted(CODE.rglob("*.py")):
        name = path.relative_to(CODE).as_posix()
        if not any(fnmatch(name, glob) for glob in SILENT):
            yield from bare_texts(ast.parse(path.read_text(encoding="utf-8")))


def bare_texts(tree: ast.Module) -> Iterator[str]:
    """Chinese constants and f-strings that are neither docstrings nor wrapped by gettext."""
    passed = {id(part) for node in ast.walk(tree) for part in _not_bare(node)}
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            yield pattern_of(_pieces(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _not_bare(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and _name(node.func) in TRANSLATES:
        for argument in node.args:
            yield from ast.walk(argument)
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def _pieces(node: ast.JoinedStr) -> list[str | None]:
    return [part.value if isinstance(part, ast.Constant) else None for part in node.values]
