"""The samples under docs/samples say what the program prints today.

`make samples` writes them again. Ids, codes and hashes differ from run to run and are masked.
"""

import os
import re
import shutil
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from demo.samples import samples

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "samples"
NAMES = ("certificate.pdf", "refusal-letter.pdf", "posting-sheet.pdf", "case-volume.pdf")
AROUND = 20
# numbers that count up within a database, and what is drawn or hashed anew
CHANGES = re.compile(
    r"核对码[\w-]+|\d{6,}(?:-\d+)+|[A-Z]{2}\d{8,}[0-9A-F]*|(?:-\d{6,})+|〕\d{6,}号|[0-9a-fA-F]{8,}"
)


def words_of(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return CHANGES.sub("#", re.sub(r"\s+", "", done.stdout.decode()))


@pytest.mark.django_db
def test_the_samples_say_what_is_printed_today(settings):
    settings.DOUDI_PORTAL_URL = "http://127.0.0.1:8000"
    made = samples()
    assert sorted(made) == sorted(NAMES)
    if os.environ.get("DOUDI_WRITE_SAMPLES"):
        for name, pdf in made.items():
            if words_of(pdf) != _kept(name):  # unchanged words leave the file as it is
                (FOLDER / name).write_bytes(pdf)
    stale = {n: _difference(words_of(pdf), _kept(n)) for n, pdf in made.items()}
    stale = {name: words for name, words in stale.items() if words}
    assert not stale, f"docs/samples differs from the program, run make samples: {stale}"


def _difference(now: str, kept: str) -> list[tuple[str, str]]:
    """Each place that differs: what is printed now, what the sample says."""
    blocks = SequenceMatcher(None, now, kept, autojunk=False).get_opcodes()
    return [
        (now[max(0, a - AROUND) : b + AROUND], kept[max(0, c - AROUND) : d + AROUND])
        for kind, a, b, c, d in blocks
        if kind != "equal"
    ]


def _kept(name: str) -> str:
    path = FOLDER / name
    return words_of(path.read_bytes()) if path.exists() else ""
