"""Each entry point serves its own face and nothing of the others."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django, json
django.setup()
from django.urls import Resolver404, resolve
def served(path):
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
print(json.dumps({path: served(path) for path in ("/", "/messages/", "/desk/", "/healthz")}))
"""


@pytest.mark.parametrize(
    ("face", "portal", "desk"),
    [("portal", True, False), ("desk", False, True), ("api", False, False), ("all", True, True)],
)
def test_a_face_serves_its_own_pages(face, portal, desk):
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | {"DOUDI_FACE": face, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert answer == {"/": portal, "/messages/": portal, "/desk/": desk, "/healthz": True}
