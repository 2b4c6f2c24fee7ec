"""`doudi bench journey` in small: three whole lifecycles over HTTP, and what it calls an error."""

import json
import os
import subprocess
import sys

import pytest

from benchmarks.load.client import Browser, Timings, Unexpected, form_of
from doudi.cli.postgres import ROOT
from tests.journeys.world import free_port

pytestmark = pytest.mark.faults

FIGURES = (
    "lifecycles_per_s", "requests_per_s", "cpu_s_per_lifecycle", "read_p50_ms", "read_p95_ms",
    "read_p99_ms", "write_p50_ms", "write_p95_ms", "write_p99_ms",
)  # fmt: skip


def test_three_lifecycles(tmp_path):
    tmp_path.chmod(0o755)
    small = ["--applications", "3", "--warm", "0", "--towns", "1", "--villages", "1"]
    database = f"doudi_bench_{os.getpid()}"
    done = subprocess.run(
        [sys.executable, "-m", "doudi.cli.main", "bench", "journey", *small, "--json",
         "--database", database, "--data", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    found = json.loads(done.stdout)
    assert (found["applications"], found["errors"], found["wrong"]) == (3, 0, {})
    assert all(found[name] > 0 for name in FIGURES)


def test_an_answer_that_is_no_redirect_is_an_error():
    nobody = Browser(free_port(), "nobody", Timings())
    with pytest.raises(Unexpected, match="ConnectionRefusedError"):
        nobody.read("start", "/")


def test_the_form_is_the_one_sent_there():
    hidden = '<input type="hidden" name="_key" value="{}">'
    page = f'<form action="/a/">{hidden.format(1)}</form><form>{hidden.format(2)}</form>'
    assert form_of(page, "/a/") == {"_key": "1"}
    assert form_of(page, "/here/") == {"_key": "2"}
    with pytest.raises(Unexpected, match="no form for b"):
        form_of('<form action="/a/"></form>', "/b/")
