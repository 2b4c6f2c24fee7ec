"""What the pages say is there: links, commands, settings, words, and pages made from the code."""

import re
import subprocess
from pathlib import Path

import pytest

from doudi.cli import main, reference

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("doudi/**/README.md")]
    if "node_modules" not in path.parts
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
MAKE = re.compile(r"(?:^|`|PORT=\d+ )make ([a-z][a-z-]*)", re.MULTILINE)
DOUDI = re.compile(r"(?:^|`|\.venv/bin/)doudi ([a-z_]+)", re.MULTILINE)
ENVIRONMENT = re.compile(r"(?:environ\.get|environ|env_list|secret)[(\[]\s*f?\"([A-Z][A-Z_0-9]+)")
NAME = re.compile(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`")
NO_MODULES = {"dibao", "trays"}  # a parameter key, a file name
CODE = re.compile(r"`[^`\n]+`")
FENCE = re.compile(r"```.*?```", re.DOTALL)


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_relative_link_leads_somewhere(page):
    text = CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
    targets = [first or second for first, second in LINK.findall(text)]
    near = [one.split("#")[0] for one in targets if not one.startswith(("http", "mailto:", "#"))]
    assert not [one for one in near if not (page.parent / one).exists()]


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_command_named_exists(page):
    text = page.read_text(encoding="utf-8")
    code = "\n".join([*FENCE.findall(text), *CODE.findall(FENCE.sub("", text))])
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(MAKE.findall(code)) <= targets
    management = {path.stem for path in (ROOT / "doudi").glob("*/management/commands/*.py")}
    known = {"help", *main.PLAIN, *main.WITH_DATABASE, *main.MANAGEMENT, *management}
    assert set(DOUDI.findall(code)) <= known


def test_every_setting_of_the_environment_is_explained():
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    wanted = {name for name in ENVIRONMENT.findall(settings) if not name.endswith("KEY_")}
    assert len(wanted) > 15
    assert not sorted(name for name in wanted if name not in operations)


def test_every_word_of_the_glossary_is_a_name_in_the_code():
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    names = {name for name in NAME.findall(glossary) if name.split(".")[0] not in NO_MODULES}
    assert len(names) > 40
    assert not sorted(name for name in names if not _exists(name))


def _exists(name: str) -> bool:
    """`module.Class`, `module.VERB` or `module.function`, somewhere in that module's files."""
    module, *_, last = name.split(".")
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "doudi" / module).rglob("*.py"))
        if "migrations" not in path.parts
    )
    return bool(re.search(rf"(?:def|class) {last}\b|^\s*{last}\s*[:=]", text, re.MULTILINE))


def test_reference_pages_are_what_the_code_says():
    for name, text in reference.pages().items():
        kept = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
        assert kept == text, f"{name}: run make fix"


def test_every_module_is_on_the_map():
    page = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    modules = {path.parent.name for path in (ROOT / "doudi").glob("*/__init__.py")}
    assert not sorted(module for module in modules if f"`{module}`" not in page)


def test_nothing_of_a_machine_is_in_the_pages():
    listing = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split()
    assert not [one for one in listing if re.search(r"/(work|home|root)/", _text(ROOT / one))]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_every_test_that_the_security_page_names_is_there():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 20
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).exists()
        or (test and f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not missing
    for row in re.findall(
        r"^\|.*`(doudi/[\w/.]+|config/[\w/.]+|docs/[\w/.]+)`", text, re.MULTILINE
    ):
        assert (ROOT / row).exists(), row
