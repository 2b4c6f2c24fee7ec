"""What families read, gathered from where it is written: pages, forms, refusals, messages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from doudi.messaging.rules import TEMPLATES as MESSAGES

ROOT = Path(__file__).resolve().parents[2] / "doudi"
PAGES = {str(one).split("/templates/")[1]: one for one in ROOT.rglob("templates/**/*.html")}
FACES = {"ui/portal.html", "ui/public.html", "ui/auth.html", "ui/error.html"}
# Shown to families by a view that does not import them by name.
MORE = (
    "portal/**/*.py",
    "applications/forms/fields.py",
    "applications/forms/items.py",
    "applications/forms/people.py",
    "applications/forms/signing.py",
    "applications/views/face.py",
    "applications/views/household.py",
    "applications/views/beginning.py",
    "applications/views/sending.py",
)
# Pages below a public base that only an officer opens.
OFFICERS = re.compile(r"gallery|accounts/(acting|posts|set_up|totp|officer|other_kind)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_EXTENDS = re.compile(r'{%\s*extends "([^"]+)"')
_INCLUDES = re.compile(r'{%\s*include "([^"]+)"')
_HOLE = re.compile(r"{{.*?}}|%\(\w+\)[sd]|{\w*}|%s")
_BRANCH = re.compile(
    r"{%\s*(?:plural|else|elif|endif|if|for|endfor|empty)\b[^%]*%}|{%.*?%}", re.DOTALL
)
_INLINE = re.compile(r"</?(?:b|small|a|strong|span)\b[^>]*>")
FILLED = "某某"  # stands for a name, a day, a number


def said() -> Iterator[tuple[str, str]]:
    """(where, text): a text is what stands together, holes filled by two characters."""
    for name in sorted(family_pages()):
        for text in texts_of(PAGES[name].read_text()):
            yield name, text
    for path, text in strings():
        if _CHINESE.search(text):
            yield path, _HOLE.sub(FILLED, text)
    for code, message in MESSAGES.items():
        yield code, _HOLE.sub(FILLED, message.text)
        yield code, _HOLE.sub(FILLED, message.short)


def family_pages() -> set[str]:
    """Everything below the families' bases, with what they include."""
    todo = [n for n in PAGES if (_is_below(n) or n[:3].isdigit()) and not OFFICERS.search(n)]
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name in PAGES and name not in found:
            found.add(name)
            source = PAGES[name].read_text()
            todo += _INCLUDES.findall(source) + _EXTENDS.findall(source)
    return found


def _is_below(name: str) -> bool:
    while name in PAGES and name not in FACES:
        source = PAGES[name].read_text()
        parent = _EXTENDS.match(source)
        if "{% extends base %}" in source:  # the families' face or the counter's
            return True
        name = parent[1] if parent else ""
    return name in FACES


def texts_of(source: str) -> list[str]:
    source = _HOLE.sub(FILLED, re.sub(r"{#.*?#}", "", source))
    tags = re.findall(r"{%.*?%}", source, re.DOTALL)
    quoted = [text for tag in tags for text in re.findall(r'"([^"]*)"', tag)]
    bare = re.sub(r"<[^>]*>", "\n", _INLINE.sub("", _BRANCH.sub("\n", source)))
    return [one.strip() for one in [*quoted, *bare.split("\n")] if _CHINESE.search(one)]


def strings() -> Iterator[tuple[str, str]]:
    for path in sorted({one for pattern in MORE for one in ROOT.glob(pattern)}):
        yield from _strings_in(path, ast.parse(path.read_text()))
    for path in sorted(ROOT.glob("*/views/*.py")):
        tree = ast.parse(path.read_text())
        if re.search(r"@for_(citizen|anyone)", path.read_text()):
            yield from _strings_in(path, tree)
            for form, classes in _forms_of(tree):
                for node in ast.parse(form.read_text()).body:
                    if isinstance(node, ast.ClassDef) and node.name in classes:
                        yield from _strings_in(form, node)


def _forms_of(tree: ast.Module) -> Iterator[tuple[Path, set[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "forms" in (node.module or "").split("."):
            path = ROOT.parent / (node.module or "").replace(".", "/")
            names = {alias.name for alias in node.names}
            for file in [path.with_suffix(".py"), *path.glob("*.py")]:
                if file.exists():
                    yield file, names


def _strings_in(path: Path, tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Every text that is no docstring; the holes of an f-string are filled."""
    where, passed_over = str(path.relative_to(ROOT)), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            passed_over.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(value) for value in node.values}
            parts = (v.value if isinstance(v, ast.Constant) else FILLED for v in node.values)
            yield where, "".join(map(str, parts))
        passed = id(node) in passed_over  # the walk meets a parent before its parts
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not passed:
            yield where, node.value
