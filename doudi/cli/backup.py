"""`doudi backup DIR`: database, files, datasets and anchors of one moment, sealed, while all runs.

The order is what makes it one moment: anchors first, so that each anchored seal stands in the dump;
files last, as a file lies on the disk before the row that names it is committed.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from importlib.metadata import version
from pathlib import Path

import psycopg

from doudi.cli import dumps
from doudi.cli.manifest import NAME, PARTS, Manifest, Part, Refused, backup_key, platform_keys
from doudi.cli.manifest import write as write_manifest
from doudi.cli.stream import PIECE, Writer

FOLDER = re.compile(r"doudi-\d{8}T\d{6}Z")
_UNFINISHED = re.compile(r"tmp[a-z0-9_]{8}|.*\.part")


def backup_command(arguments: list[str]) -> int:
    """Prints what was made as JSON. 1: nothing was made, and why is said in one sentence."""
    parser = argparse.ArgumentParser(prog="doudi backup", description="备份 · a sealed backup")
    parser.add_argument("folder", type=Path, help="备份放在它里面，每次一个新文件夹")
    parser.add_argument("--keep", type=int, default=0, help="只留最近几份；0：全留")
    given = dumps.begin(parser, arguments)
    from doudi.common import clock

    began = time.monotonic()
    try:
        key = backup_key()
        made_at = clock.now().astimezone(UTC)
        folder = given.folder / f"doudi-{made_at:%Y%m%dT%H%M%SZ}"
        folder.mkdir(parents=True)
        made = make(folder, key, made_at.isoformat(timespec="seconds"))
    except (Refused, dumps.NoTool, dumps.ToolFailed, OSError, psycopg.Error) as fault:
        print(f"doudi backup: {fault}", file=sys.stderr)
        return 1
    remove_older(given.folder, given.keep)
    print(json.dumps(_said(folder, made, time.monotonic() - began), ensure_ascii=False))
    return 0


def make(folder: Path, key: bytes, made_at: str) -> Manifest:
    """Write the parts and, last, the manifest. What fails leaves a folder without one."""
    from django.conf import settings

    parts: dict[str, Part] = {}

    def part(name: str, fill: Callable[[Writer], object]) -> object:
        with Writer(folder / f"{name}.sealed", key, name) as out:
            found = fill(out)
        parts[name] = Part(out.size, out.digest())
        return found

    part("anchors", lambda out: _copy(settings.DOUDI_ANCHORS, out))
    with dumps.connect() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        server = dumps.server_version(connection)
        counter, migrations = dumps.counter(connection), dumps.migrations(connection)
        part("database", lambda out: dumps.dump(dumps.tool("pg_dump", server), row[0], out))
        tables = dumps.contents(connection)
    files = part("files", lambda out: _pack(settings.DOUDI_FILES, out))
    part("warehouse", lambda out: _pack(settings.DOUDI_WAREHOUSE, out))
    assert set(parts) == set(PARTS)
    made = Manifest(
        made_at, version("doudi"), server, counter, platform_keys(), tables, int(str(files)),
        migrations, parts,
    )  # fmt: skip
    write_manifest(folder, made, key)
    return made


def _copy(path: Path, out: Writer) -> None:
    """A line that is just being written may be cut: the next seal completes it."""
    if not path.exists():
        return
    with path.open("rb") as file:
        while data := file.read(PIECE):
            out.write(data)


def _pack(root: Path, out: Writer) -> int:
    """All files below `root`; how many. A file that is being renamed just now is left out."""
    count = 0
    with tarfile.open(fileobj=out, mode="w|", bufsize=PIECE) as archive:
        for path in _below(root):
            try:
                with path.open("rb") as file:
                    entry = archive.gettarinfo(arcname=str(path.relative_to(root)), fileobj=file)
                    archive.addfile(entry, file)
            except FileNotFoundError:
                continue
            archive.members = []  # else it remembers every name for as long as it is open
            count += 1
    return count


def _below(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        for name in names:
            if not _UNFINISHED.fullmatch(name):
                yield Path(folder) / name


def remove_older(folder: Path, keep: int) -> None:
    """Only whole backups count and only ours go: the newest `keep` stay."""
    whole = sorted(
        path for path in folder.iterdir() if FOLDER.fullmatch(path.name) and (path / NAME).exists()
    )
    for path in whole[:-keep] if keep > 0 else []:
        shutil.rmtree(path)


def _said(folder: Path, made: Manifest, seconds: float) -> dict[str, object]:
    return {
        "folder": str(folder),
        "tables": len(made.tables),
        "rows": made.rows,
        "files": made.files,
        "bytes": sum(part.bytes for part in made.parts.values()),
        "seconds": round(seconds, 1),
    }
