"""`doudi restore DIR`: a sealed backup into an empty machine, compared, and ready to be started."""

import argparse
import json
import os
import shutil
import sys
import tarfile
import time
from pathlib import Path
from typing import IO, cast

import psycopg

from doudi.cli import dumps, roles
from doudi.cli.manifest import Manifest, Refused, backup_key, platform_keys
from doudi.cli.manifest import read as read_manifest
from doudi.cli.stream import PIECE, Broken, Reader

STEP = 200_000
# at some 150,000 a second; beyond, moving it with the server stopped is quicker
FAR = 1_000_000_000


def restore_command(arguments: list[str]) -> int:
    """Prints what was restored as JSON. 1: refused, or the tables are not those of the backup."""
    parser = argparse.ArgumentParser(prog="doudi restore", description="恢复 · restore a backup")
    parser.add_argument("folder", type=Path, help="一份备份的文件夹：doudi-…Z")
    parser.add_argument("--check", action="store_true", help="只检查备份是否完好，不恢复")
    given = dumps.begin(parser, arguments)
    from doudi.cli.roles import keep_roles

    began = time.monotonic()
    try:
        key = backup_key()
        manifest = read_manifest(given.folder, key)
        if given.check:
            _open_all(given.folder, manifest, key)
            different: list[str] = []
        else:
            different = bring_back(given.folder, manifest, key)
            _mark_demo()
            keep_roles(needed=False)
            _note(manifest)
    except Broken as fault:
        print(f"doudi restore: {fault} 打不开。 {fault} does not open.", file=sys.stderr)
        return 1
    except (Refused, dumps.NoTool, dumps.ToolFailed, OSError, psycopg.Error) as fault:
        print(f"doudi restore: {fault}", file=sys.stderr)
        return 1
    said = {"tables": len(manifest.tables), "rows": manifest.rows, "files": manifest.files}
    said |= {"differences": len(different)}
    seconds = round(time.monotonic() - began, 1)
    print(json.dumps(said | {"different": different, "seconds": seconds}, ensure_ascii=False))
    return 1 if different else 0


def _open_all(folder: Path, manifest: Manifest, key: bytes) -> None:
    for name in manifest.parts:
        for _ in Reader(folder / f"{name}.sealed", key, name):
            pass


def bring_back(folder: Path, manifest: Manifest, key: bytes) -> list[str]:
    """Database, files, datasets, anchors, and the counter; the names of tables that differ."""
    from django.conf import settings

    def part(name: str) -> Reader:
        return Reader(folder / f"{name}.sealed", key, name)

    _check_keys(manifest)
    _check_code(manifest)
    with dumps.connect(autocommit=True) as connection:
        _check_empty(connection)
        check_near(connection, manifest.counter)
        program = dumps.tool("pg_restore", dumps.server_version(connection))
        _check_reads(program, manifest)
        logins = _make_logins(connection)
        dumps.load(program, lambda: part("database"))
        if logins:
            roles.give(connection)
        different = differences(manifest, connection)
        _unpack(part("files"), settings.DOUDI_FILES)
        _unpack(part("warehouse"), settings.DOUDI_WAREHOUSE)
        _place(part("anchors"), settings.DOUDI_ANCHORS)
        move_counter(connection, manifest.counter)
        connection.execute("ANALYZE")
    return different


def _make_logins(connection: psycopg.Connection) -> bool:
    """Rights and policies in the dump name them; an owner who may not says what to type."""
    try:
        roles.make_logins(connection, roles.trial_password())
    except roles.NotAllowed as refused:
        print(refused, file=sys.stderr)
    return not roles.missing(connection)


def differences(manifest: Manifest, connection: psycopg.Connection) -> list[str]:
    """Names of the tables that do not hold what they held at the moment of the backup."""
    found = dumps.contents(connection)
    names = sorted(found.keys() | manifest.tables.keys())
    return [name for name in names if found.get(name) != manifest.tables.get(name)]


def _check_keys(manifest: Manifest) -> None:
    here = platform_keys()
    wrong = [name for name, mark in manifest.keys.items() if here.get(name) != mark]
    if wrong:
        names = "、".join(wrong)
        raise Refused(
            f"{names} 不是这份备份所用的密钥，请放上当时另存的那一份。"
            f" These are not the keys of this backup: {', '.join(wrong)}."
        )


def _check_code(manifest: Manifest) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations
    newer = [f"{app}.{name}" for app, name in manifest.migrations.items()
             if (app, name) not in known]  # fmt: skip
    if newer:
        raise Refused(
            f"备份来自更新的程序（{newer[0]}），请先安装 {manifest.version} 或更新的版本。"
            f" The backup is of a newer Doudi ({newer[0]}): install that version first."
        )


def _check_empty(connection: psycopg.Connection) -> None:
    from django.conf import settings

    tables = dumps.names(connection)
    if tables:
        raise Refused(
            f"数据库里已有 {len(tables)} 张表，只能恢复到空数据库，请另建一个。"
            f" The database has {len(tables)} tables: restore into an empty one (createdb)."
        )
    for folder in (settings.DOUDI_FILES, settings.DOUDI_WAREHOUSE):
        if folder.exists() and any(folder.iterdir()):
            raise Refused(f"{folder} 不是空的，请先移开。 {folder} is not empty: move it away.")
    anchors = settings.DOUDI_ANCHORS
    if anchors.exists():
        raise Refused(
            f"{anchors} 已存在，它可能比备份新：请移开并保留，恢复后用 doudi audit verify 对照。"
            f" {anchors} is there and may be newer than the backup: move it away and keep it."
        )


def _check_reads(program: Path, manifest: Manifest) -> None:
    here, there = (int(v.split(".")[0]) for v in (dumps.version_of(program), manifest.server))
    if here < there:
        raise Refused(
            f"备份来自 PostgreSQL {there}，这里是 {here}，请装同样或更新的版本。"
            f" The backup is of PostgreSQL {there}, here is {here}: install {there} or newer."
        )


def _unpack(reader: Reader, root: Path) -> None:
    """Files below `root`, and nothing else that an archive may hold.

    By hand: the Python of Debian 12 does not know the filters of `tarfile`.
    """
    root.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=cast("IO[bytes]", reader), mode="r|", bufsize=PIECE) as archive:
        for entry in archive:
            path = root / entry.name
            held = archive.extractfile(entry) if entry.isfile() else None
            if held is None or not path.resolve().parent.is_relative_to(root.resolve()):
                raise Refused(
                    "备份里有平台从不存的东西，恢复停在一半。请清空这里的数据库和文件夹，换一份备份，"
                    "并报告安全管理员。 The backup holds what the platform never stores; half of it"
                    " is restored: empty database and folders here, take another, and report it."
                )
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(held, file)
            path.chmod(entry.mode & 0o755 | 0o600)
            os.utime(path, (entry.mtime, entry.mtime))
            archive.members = []
    for _ in reader:  # the end is authenticated too, not only what the archive needed
        pass


def _place(reader: Reader, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for piece in reader:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def move_counter(connection: psycopg.Connection, wanted: int) -> None:
    """Trail and journal are ordered by transaction numbers, and a new server begins at the first.

    Numbers are used up by empty transactions: that needs no right, no stop and no file.
    """
    while (missing := wanted - dumps.counter(connection)) > 0:
        step = min(missing, STEP)
        connection.execute(
            f"DO $$ BEGIN FOR i IN 1..{step} LOOP PERFORM pg_current_xact_id(); COMMIT;"
            " END LOOP; END $$"
        )  # type: ignore[arg-type]


def check_near(connection: psycopg.Connection, wanted: int) -> None:
    """Of a server that is still empty, the counter can be set at once, by its own tool."""
    if wanted - dumps.counter(connection) <= FAR:
        return
    epoch, number = divmod(wanted + 2**21, 2**32)
    raise Refused(
        "事务计数相差太大。请先停下这台空的 PostgreSQL，用它的系统用户运行下面一行，启动后再恢复。"
        " The transaction counter is too far away. Stop this still empty PostgreSQL, run this as"
        " its user, start it, restore again:"
        f" pg_resetwal --epoch={epoch} --next-transaction-id={number // 2**20 * 2**20:#x}"
        f" --oldest-transaction-id={max(3, number - 10**9)} DATA_DIRECTORY"
    )


def _mark_demo() -> None:
    """Only a demo asks for our own server's place: a city's machine need not have one."""
    from doudi.cli.marks import read_mark
    from doudi.cli.postgres import find_place

    if read_mark() and os.environ.get("DATABASE_URL") == (place := find_place()).url:
        place.demo.touch()


def _note(manifest: Manifest) -> None:
    """So that the trail itself says where a later history begins."""
    from doudi.audit.actions import record
    from doudi.common import clock
    from doudi.common.actors import System

    record(
        by=System("restore"), at=clock.now(), verb="restore", noun="backup",
        key=manifest.made_at, rows=manifest.rows, files=manifest.files,
    )  # fmt: skip
