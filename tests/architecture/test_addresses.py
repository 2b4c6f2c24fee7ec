"""Nothing in the tree names a package registry, a machine's path or a secret."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"\"resolved\": *\"http|registry *= *http|--(extra-)?index[-]url|--find[-]links", re.IGNORECASE
)


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def test_no_registry_address_and_no_foreign_lock():
    faults = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in {".png", ".mo", ".pdf", ".woff2"}:
            continue
        assert path.name != "uv.lock"
        if FORBIDDEN.search(path.read_text(encoding="utf-8", errors="replace")):
            faults.append(str(path.relative_to(ROOT)))
    assert not faults
