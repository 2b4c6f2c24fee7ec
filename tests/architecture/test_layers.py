"""The shape of the tree: which files a module may hold, who may import whom, how long things are.

import-linter holds the order of the modules; this file holds what lies inside them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOUDI = ROOT / "doudi"
GROUND = {"common", "ui", "warehouse"}
DOORS = {"portal", "desk", "api", "cli"}
LAYERS = (
    "rules", "states", "models", "queries", "guards", "jobs", "actions", "forms", "trays",
    "tasks", "commands", "views", "urls",
)  # fmt: skip
EXTRA_FILES = {"__init__", "apps", "middleware", "context"}
CODE_FOLDERS = {"migrations", "management", "templatetags"}
# what a module may take from another; doors may also combine guards, forms and trays
ACROSS = {"actions", "queries", "models", "rules", "states"}
ACROSS_DOORS = ACROSS | {"guards", "forms", "trays"}
# a vocabulary, a schema and a rule file (one law, read from top to bottom) may be long
LONG_BY_RULE = ("policies/rules/vocabulary.py", "policies/rules/schema.py", "/rules/20")


def modules() -> list[Path]:
    return sorted(
        p
        for p in DOUDI.iterdir()
        if p.is_dir() and p.name not in GROUND | {"__pycache__", "locale"}
    )


def sources(folder: Path = DOUDI) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts and "__pycache__" not in path.parts:
            yield path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno


def layer_of(path: Path) -> tuple[str, str]:
    """(module, layer) of a source file below doudi/."""
    parts = path.relative_to(DOUDI).with_suffix("").parts
    layer = parts[1] if len(parts) > 1 else "__init__"
    return parts[0], "commands" if layer == "management" else layer


def body_lines(node: ast.FunctionDef) -> int:
    """Lines of the body: the signature and the docstring are words, not work."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", modules(), ids=lambda p: p.name)
def test_a_module_holds_only_the_closed_list_of_layers(module):
    if module.name == "cli":
        return
    allowed = set(LAYERS) | EXTRA_FILES
    files = {p.stem for p in module.glob("*.py")}
    packages = {p.name for p in module.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert files | packages <= allowed | CODE_FOLDERS, f"{module.name}: no such layer"


def test_layers_inside_a_module_import_downwards_only():
    faults = []
    for path in sources():
        module, layer = layer_of(path)
        if module in GROUND or layer not in LAYERS:
            continue
        for name, line in imports(path):
            parts = name.split(".")
            if parts[0] != "doudi" or len(parts) < 3 or parts[1] != module:
                continue
            if parts[2] in LAYERS and LAYERS.index(parts[2]) > LAYERS.index(layer):
                faults.append(f"{path.relative_to(ROOT)}:{line} {layer} imports {parts[2]}")
    assert not faults, "\n".join(faults)


def test_modules_take_only_open_layers_from_each_other():
    faults = []
    for path in sources():
        module, _ = layer_of(path)
        allowed = ACROSS_DOORS if module in DOORS else ACROSS
        if module == "cli":  # the worker wakes the readers of the journal
            allowed = allowed | {"jobs"}
        for name, line in imports(path):
            parts = name.split(".")
            if parts[0] != "doudi" or len(parts) < 3 or parts[1] in GROUND | {module}:
                continue
            if parts[2] not in allowed:
                faults.append(f"{path.relative_to(ROOT)}:{line} takes {name}")
    assert not faults, "\n".join(faults)


def test_rules_are_plain():
    """Rules import no Django, read no clock, touch no row."""
    faults = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sources()
        if layer_of(path)[1] == "rules" and layer_of(path)[0] not in GROUND
        for name, line in imports(path)
        if name.startswith(("django.db", "doudi.common.clock", "doudi.audit.models"))
    ]
    assert not faults, "\n".join(faults)


def test_the_domain_reads_no_clock():
    inner = {"rules", "states", "models", "queries", "guards", "jobs", "actions"}
    faults = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        if layer_of(path)[1] in inner
        for name, line in imports(path)
        if name in {"doudi.common.clock.now", "doudi.common.clock.today"}
    ]
    faults += [
        str(path.relative_to(ROOT))
        for path in sources()
        if layer_of(path)[1] in inner
        and re.search(r"\bclock\.(now|today)\(", path.read_text(encoding="utf-8"))
    ]
    assert not faults, "\n".join(faults)


def test_actions_are_keyword_only_and_name_who_and_when():
    faults = []
    for path in sources():
        if layer_of(path)[1] != "actions" or layer_of(path)[0] in {"audit", "journal"}:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if not any("atomic" in ast.unparse(d) for d in node.decorator_list):
                continue
            names = {a.arg for a in node.args.kwonlyargs}
            if node.args.args or not {"by", "at"} <= names:
                faults.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not faults, "\n".join(faults)


def test_files_and_functions_stay_small():
    faults = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        if len(text.splitlines()) > 400 and not any(part in name for part in LONG_BY_RULE):
            faults.append(f"{name}: over 400 lines")
        faults += [
            f"{name}:{node.lineno} {node.name} over 40 lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and body_lines(node) > 40
        ]
    assert not faults, "\n".join(faults)


def test_no_signals_no_admin_no_homes_for_everything():
    faults = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sources()
        for name, line in imports(path)
        if name.startswith(("django.dispatch", "django.contrib.admin", "django.db.models.signals"))
    ]
    faults += [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.stem in {"utils", "helpers", "services", "manager", "managers"}
    ]
    assert not faults, "\n".join(faults)
