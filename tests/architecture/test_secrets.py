"""Nothing in the tree, or ever committed, looks like a secret somebody uses.

A small list of shapes that are secrets wherever they stand; the trial's own words are no secrets.
"""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHAPES = {
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "cloud key": r"\b(?:AKIA|ASIA|LTAI|AKID)[A-Za-z0-9]{12,}\b",
    "token of a forge": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20}|github_pat_\w{22,})",
    "token of a registry": r"\b(?:npm_[A-Za-z0-9]{36}|pypi-AgEI[\w-]{50,})",
    "token of a chat": r"\bxox[abprs]-[\w-]{10,}|hooks\.slack\.com/services/T\w+",
    "signed token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "key of the platform": r"DOUDI_(?:SECRET|DATA|INDEX|SEAL|BACKUP)_KEY\w*\s*=\s*[0-9a-fA-F]{64}",
    "password in an address": r"://[^\s:/@\"'`<>{}$]+:(?!PASSWORD@|secret@|doudi@)[^\s:/@\"'`<>{}$]{6,}@",
}
SHAPE = {name: re.compile(pattern) for name, pattern in SHAPES.items()}


def tracked() -> list[Path]:
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if said.returncode:
        pytest.skip("no git here: the tree is not known")
    return [ROOT / name.decode() for name in said.stdout.split(b"\0") if name]


def hits(text: str) -> list[str]:
    return [name for name, shape in SHAPE.items() if shape.search(text)]


def test_no_file_holds_a_secret():
    found = []
    for path in tracked():
        if path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_bytes()
            if b"\0" not in text[:4096]:
                found += [
                    f"{path.relative_to(ROOT)}: {hit}" for hit in hits(text.decode("latin-1"))
                ]
    assert not found, "\n".join(found)


def test_no_line_that_was_ever_added_is_a_private_key_or_token():
    asked = "BEGIN .*PRIVATE KEY|AKIA[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-"
    said = subprocess.run(
        ["git", "log", "--all", "--format=%h", "-G", asked, "--", ".", ":!tests/architecture"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not said.stdout.split()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("private key", "-----BEGIN " + "RSA PRIVATE KEY-----"),
        ("cloud key", "AKIA" + "ABCDEFGHIJKLMNOP"),
        ("token of a forge", "ghp_" + "a" * 36),
        ("key of the platform", "DOUDI_SEAL_KEY=" + "0a" * 32),
        ("password in an address", "postgres://city:" + "Qw3rty99@db/doudi"),
    ],
)
def test_a_secret_would_be_seen(name, text):
    assert hits(text) == [name]
