"""The invariants of the design that can be read off the tree; the others are tested where they
live: consent (tests/people), open door (tests/applications), unknown (tests/policies), ledger
(tests/payments), recomputing (tests/decisions), seal (tests/audit), access (test_access)."""

import ast
import os
import subprocess
import sys
import typing
from pathlib import Path

import pytest

from doudi.common.actors import Officer
from doudi.decisions import actions as decisions
from doudi.payments.actions import bank, findings, recovery, runs
from doudi.verification import actions as verification
from doudi.visits import actions as visits

ROOT = Path(__file__).resolve().parents[2]
# acts that refuse, reduce, hold, stop or recover, or prepare that
AGAINST = (
    decisions.give_opinion,
    decisions.propose,
    decisions.decide,
    decisions.return_proposal,
    decisions.answer_objection,
    decisions.judge_objection,
    decisions.answer_complaint,
    decisions.answer_review,
    decisions.take_down,
    runs.approve,
    runs.cancel,
    bank.make_file,
    bank.send,
    bank.settle,
    bank.take_back,
    findings.set_aside,
    findings.confirm,
    findings.clear,
    recovery.waive,
    recovery.repay,
    recovery.agree_to_set_off,
    recovery.keep_back,
    verification.report,
    visits.cancel,
)


@pytest.mark.parametrize("act", AGAINST, ids=lambda act: f"{act.__module__}.{act.__name__}")
def test_only_a_named_person_refuses_or_stops(act):
    assert typing.get_type_hints(act)["by"] is Officer


def test_no_task_calls_an_act_against_a_family():
    names = {act.__name__ for act in AGAINST}
    for path in (ROOT / "doudi").rglob("tasks.py"):
        calls = {
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        }
        assert not calls & names, path


def test_no_secret_has_a_default_in_a_live_process():
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DOUDI_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "DOUDI_SECRET_KEY" in done.stderr
