"""A rule file in force is never edited in silence: its hash stands beside it, and in decisions."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from doudi.policies.rules.registry import PROGRAMMES, programmes, rule_files

ADVICE = (
    "{path} begins on {day:%Y-%m-%d} and is not what SHA256SUMS beside it says. Decisions hold the "
    "hash of the file they rest on. If the law changes, leave the file as it is and add one named "
    "after the day the new law begins. If the file is wrong, or is not in force yet, write its new "
    "line (cd {folder} && sha256sum {name}) and above it, after #, the day and why."
)


def listed(folder: Path) -> dict[str, str]:
    """File → hash, as `sha256sum -c` reads them; a line that begins with # says why."""
    path = folder / "SHA256SUMS"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    return {name: digest for digest, name in rows}


def faults(folder: Path) -> list[str]:
    """One sentence for each file of a `rules` folder that is not as listed, or is gone."""
    kept = listed(folder)
    found = {path.name: path for path in sorted(folder.glob("????-??-??.py"))}
    changed = [
        path
        for name, path in found.items()
        if kept.get(name) != sha256(path.read_bytes()).hexdigest()
    ]
    gone = [f"{folder / name} is listed in SHA256SUMS and is gone" for name in kept.keys() - found]
    return gone + [
        ADVICE.format(path=path, day=date.fromisoformat(path.stem), folder=folder, name=path.name)
        for path in changed
    ]


@pytest.mark.parametrize("programme", programmes())
def test_rule_files_are_as_they_were_when_they_came_into_force(programme):
    assert "\n".join(faults(PROGRAMMES / programme / "rules")) == ""


def test_every_rule_file_is_listed_by_the_hash_that_decisions_hold():
    for programme in programmes():
        kept = listed(PROGRAMMES / programme / "rules")
        assert kept == {one.path.name: one.hash for one in rule_files(programme)}


def test_a_changed_a_new_and_a_lost_file_each_get_a_sentence(tmp_path):
    law = tmp_path / "2026-07-01.py"
    law.write_text("LAW = 1\n", encoding="utf-8")
    (new,) = faults(tmp_path)
    assert "add one named after the day the new law begins" in new
    digest = sha256(law.read_bytes()).hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"# 2026-11-22 as shipped\n{digest}  {law.name}\n")
    assert faults(tmp_path) == []
    law.write_text("LAW = 2\n", encoding="utf-8")
    (changed,) = faults(tmp_path)
    assert f"{law} begins on 2026-07-01" in changed
    law.unlink()
    (lost,) = faults(tmp_path)
    assert lost.endswith("2026-07-01.py is listed in SHA256SUMS and is gone")
