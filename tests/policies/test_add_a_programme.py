"""The how-to, followed as written: files in one folder, and every reader knows the programme."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FILE = re.compile(r"^## \d+\. [^\n]*`([\w./-]+)`\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"```(?:markdown|yaml|python)\n(.*?)```", re.DOTALL)
# What follows runs in a process of its own, on the copy.
LOOK = """
import json, os, sys
from datetime import date
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from doudi.policies.rules import asking, catalogue, programme_page, saying
from doudi.policies.rules.assess import assess
from doudi.portal.forms.asking import facts
from doudi.portal.rules import question
from tests.examples.given import examples

on = date(2026, 11, 20)
faults = []
for one in examples():
    if one.programme == "heating":
        (found,) = assess(one.case, one.bundle, ["heating"])
        expect = one.given["expect"]
        faults += [one.name] if found.verdict != expect["verdict"] else []
page = programme_page.page("heating", on)
json.dump({
    "examples": faults,
    "service": catalogue.service(33).title,
    "page": [one.label for one in page.conditions],
    "gaps": [one.gap for one in page.conditions],
    "asked": "heating" in asking.programmes(),
    "tick": str(facts().get("needs.heats_for_itself", "")),
    "question": question("heating", "heats_for_itself"),
    "title": saying.title("heating.age").text,
}, sys.stdout)
"""


def files_of(page: str) -> dict[str, str]:
    """The files that the page has a newcomer write, by their names."""
    found = {}
    for name, text in FILE.findall(page):
        if block := BLOCK.search(text):
            found[name] = block[1]
    return found


@pytest.fixture(scope="module")
def copy(root, tmp_path_factory) -> Path:
    """The program with the folder that the page describes, and not one edit more."""
    to = tmp_path_factory.mktemp("tree")
    for name in ("doudi", "config", "tests"):
        skipped = shutil.ignore_patterns("__pycache__", "node_modules", "static", "*.pyc")
        shutil.copytree(root / name, to / name, ignore=skipped)
    for one in (to / "doudi/policies/programmes").glob("*/service.yaml"):
        one.unlink()  # the page takes the first number that is free beside the 32
    folder = to / "doudi/policies/programmes/heating"
    page = (root / "docs/how-to/add-a-programme.md").read_text(encoding="utf-8")
    for name, text in files_of(page).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return to


def run(copy: Path, *arguments: str) -> Any:
    env = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    answer = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=env, capture_output=True, text=True, timeout=120
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_the_page_names_every_file_that_is_needed(copy):
    folder = copy / "doudi/policies/programmes/heating"
    written = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert written == {
        "policy.md", "parameters.yaml", "rules/2026-01-01.py", "questions.yaml", "service.yaml",
        "examples.yaml",
    }  # fmt: skip


def test_assess_answers_for_it(copy):
    sample = "doudi/policies/programmes/dibao/sample.json"
    (found,) = run(copy, "-m", "doudi.cli.main", "assess", sample, "--programme", "heating")
    assert found["programme"] == "heating"
    law = (copy / "doudi/policies/programmes/heating/rules/2026-01-01.py").read_bytes()
    assert found["rule"] == f"heating/2026-01-01@{hashlib.sha256(law).hexdigest()[:12]}"


def test_examples_library_catalogue_and_self_assessment_know_it(copy):
    assert run(copy, "-c", LOOK) == {
        "examples": [],
        "service": "冬季取暖补助",
        "page": ["家里有规定年龄以上的老人", "自己取暖，没有集中供热"],
        "gaps": ["出生日期未知的，结果未知", "没有问的，结果未知"],
        "asked": True,
        "tick": "冬天自己烧火取暖",
        "question": "冬天是自己烧火取暖吗？",
        "title": "取暖补助从几周岁起",
    }
