"""A backup is whole, locked and refused when it is not; a restore goes into an empty machine only.

On two small databases of the suite's server; the whole platform is tried by `make restore-drill`.
"""

import io
import json
import os
import shutil
import tarfile

import psycopg
import pytest

from doudi.cli import backup, dumps, manifest, restore
from doudi.cli.manifest import Refused
from tests.faults import restore_drill
from tests.template import address

KEY = bytes(range(32))
MADE_AT = "2026-09-14T02:00:00+00:00"


@pytest.fixture
def databases():
    """Two empty ones beside the suite's own; their addresses."""
    url = os.environ["DATABASE_URL"]
    names = [f"doudi_kept_{os.getpid()}_{n}" for n in (1, 2)]
    with psycopg.connect(address(url, "postgres"), autocommit=True) as server:
        for name in names:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield [address(url, name) for name in names]
        for name in names:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def machine(settings, monkeypatch):
    """Be on this machine: its folder, its database."""

    def be(folder, url: str) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        settings.DOUDI_FILES = folder / "files"
        settings.DOUDI_WAREHOUSE = folder / "warehouse"
        settings.DOUDI_ANCHORS = folder / "anchors.jsonl"

    return be


@pytest.fixture
def first(tmp_path, databases, machine):
    machine(tmp_path / "first", databases[0])
    (tmp_path / "first" / "files" / "ab").mkdir(parents=True)
    (tmp_path / "first" / "files" / "ab" / "abcd").write_bytes(b"a sealed file")
    (tmp_path / "first" / "files" / "ab" / "tmpabcd_123").write_bytes(b"half a file")
    (tmp_path / "first" / "anchors.jsonl").write_text("one\ntwo\n")
    with dumps.connect(autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int PRIMARY KEY, at timestamptz, t text)")
        connection.execute(
            "INSERT INTO kept SELECT n, now(), '刘桂英' FROM generate_series(1, 500) n"
        )
        connection.execute("CREATE TABLE bare ()")
    return tmp_path / "first"


@pytest.fixture
def made(first, tmp_path):
    folder = tmp_path / "backups" / "doudi-20260914T020000Z"
    folder.mkdir(parents=True)
    backup.make(folder, KEY, MADE_AT)
    return folder


@pytest.fixture
def second(made, tmp_path, databases, machine):
    """An empty machine beside, and we are on it."""
    machine(tmp_path / "second", databases[1])
    return tmp_path / "second"


def bring_back(folder) -> list[str]:
    return restore.bring_back(folder, manifest.read(folder, KEY), KEY)


def test_what_was_backed_up_is_restored(made, second):
    before = manifest.read(made, KEY)
    assert bring_back(made) == []
    assert (second / "files" / "ab" / "abcd").read_bytes() == b"a sealed file"
    assert not (second / "files" / "ab" / "tmpabcd_123").exists()
    assert (second / "anchors.jsonl").read_text() == "one\ntwo\n"
    with dumps.connect(autocommit=True) as connection:
        assert dumps.contents(connection) == before.tables
        assert dumps.counter(connection) >= before.counter
    assert (before.files, before.rows) == (1, 500)


def archived(**entry: object) -> io.BytesIO:
    """An archive of one entry."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w|") as archive:
        info = tarfile.TarInfo()
        for name, value in entry.items():
            setattr(info, name, value)
        archive.addfile(info, io.BytesIO(b"x" * info.size))
    packed.seek(0)
    return packed


def test_a_file_comes_back_with_its_time_and_no_more_rights(tmp_path):
    restore._unpack(archived(name="ab/abcd", size=3, mode=0o4777, mtime=1_000_000_000), tmp_path)
    found = tmp_path / "ab" / "abcd"
    assert found.read_bytes() == b"xxx"
    assert (found.stat().st_mode & 0o7777, found.stat().st_mtime) == (0o755, 1_000_000_000)


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "../outside", "size": 3},
        {"name": ".", "size": 3},
        {"name": "/tmp/doudi-outside", "size": 3},
        {"name": "link", "type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        {"name": "hard", "type": tarfile.LNKTYPE, "linkname": "nothing"},
        {"name": "device", "type": tarfile.CHRTYPE},
        {"name": "pipe", "type": tarfile.FIFOTYPE},
        {"name": "folder", "type": tarfile.DIRTYPE},
    ],
)
def test_nothing_but_files_of_the_platform_comes_out_of_an_archive(tmp_path, entry):
    with pytest.raises(Refused, match="never stores"):
        restore._unpack(archived(**entry), tmp_path / "files")
    assert [path.name for path in tmp_path.rglob("*")] == ["files"]


def test_the_counter_goes_on_where_the_backup_stood(made, second):
    with dumps.connect(autocommit=True) as connection:
        wanted = dumps.counter(connection) + 1000
        restore.move_counter(connection, wanted)
        assert dumps.counter(connection) >= wanted
        with pytest.raises(Refused, match="pg_resetwal --epoch=1 "):
            restore.check_near(connection, 2**32 + 5)


def test_a_dump_has_no_number_so_that_sealing_and_readers_go_on(first):
    with dumps.connect() as reading, dumps.connect(autocommit=True) as other:
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        reading.execute("SELECT pg_export_snapshot(), count(*) FROM kept")
        held = "SELECT backend_xid FROM pg_stat_activity WHERE pid = %s"
        assert other.execute(held, [reading.info.backend_pid]).fetchone() == (None,)


def test_rights_of_logins_that_the_new_server_has_not_are_left_out(
    first, tmp_path, databases, machine
):
    role = f"doudi_gone_{os.getpid()}"
    with dumps.connect(autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role}; GRANT SELECT ON kept TO {role}")
        connection.execute("ALTER TABLE kept ENABLE ROW LEVEL SECURITY")
        connection.execute(f"CREATE POLICY web_reads ON kept FOR SELECT TO {role} USING (true)")
        folder = tmp_path / "made"
        folder.mkdir()
        backup.make(folder, KEY, MADE_AT)
        connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
    machine(tmp_path / "second", databases[1])
    assert bring_back(folder) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kept SET t = '刘桂芳' WHERE n = 250",
        "DELETE FROM kept WHERE n = 500",
        "INSERT INTO kept VALUES (0, NULL, NULL)",
        "DELETE FROM kept WHERE n = 7; INSERT INTO kept VALUES (7, NULL, '刘桂英')",
    ],
)
def test_one_different_row_is_seen(made, second, change):
    bring_back(made)
    with dumps.connect(autocommit=True) as connection:
        connection.execute(change)
        assert restore.differences(manifest.read(made, KEY), connection) == ["public.kept"]
        connection.execute("DROP TABLE bare")
        assert len(restore.differences(manifest.read(made, KEY), connection)) == 2


@pytest.mark.parametrize("name", [f"{part}.sealed" for part in manifest.PARTS])
def test_a_cut_changed_or_missing_part_is_refused(made, second, name):
    content = (made / name).read_bytes()
    for broken in (content[:-1], content[:-1] + bytes([content[-1] ^ 1]), b""):
        (made / name).write_bytes(broken)
        with pytest.raises(Refused, match=name):
            bring_back(made)
    (made / name).unlink()
    with pytest.raises(Refused, match=name):
        bring_back(made)
    with dumps.connect() as connection:
        assert dumps.names(connection) == []


def test_a_changed_manifest_or_another_key_is_refused(made):
    with pytest.raises(Refused, match="DOUDI_BACKUP_KEY"):
        manifest.read(made, bytes(32))
    path = made / manifest.NAME
    values = json.loads(path.read_text())
    path.write_text(json.dumps(values | {"counter": 1}))
    with pytest.raises(Refused, match="changed"):
        manifest.read(made, KEY)
    for text in (path.read_text()[:-40], "[]", ""):
        path.write_text(text)
        with pytest.raises(Refused, match=manifest.NAME):
            manifest.read(made, KEY)
    path.unlink()
    with pytest.raises(Refused, match="never finished"):
        manifest.read(made, KEY)


def test_a_machine_that_holds_something_is_refused(made, second):
    (second / "files").mkdir(parents=True)
    (second / "files" / "mine").write_text("x")
    with pytest.raises(Refused, match="files"):
        bring_back(made)
    shutil.rmtree(second / "files")
    (second / "anchors.jsonl").write_text("newer\n")
    with pytest.raises(Refused, match="newer"):
        bring_back(made)
    (second / "anchors.jsonl").unlink()
    bring_back(made)
    with pytest.raises(Refused, match="2 tables"):
        bring_back(made)


def test_other_keys_than_those_of_the_backup_are_refused(made, second, settings):
    settings.DOUDI_INDEX_KEY = bytes(32)
    with pytest.raises(Refused, match="DOUDI_INDEX_KEY"):
        bring_back(made)
    settings.DOUDI_DATA_KEYS = {2: bytes(16)}
    with pytest.raises(Refused, match="DOUDI_DATA_KEY_1"):
        bring_back(made)


def test_a_backup_of_newer_code_or_of_a_newer_server_is_refused(first, tmp_path):
    with dumps.connect(autocommit=True) as connection:
        connection.execute("CREATE TABLE django_migrations (app text, name text)")
        connection.execute("INSERT INTO django_migrations VALUES ('people', '9999_later')")
    folder = tmp_path / "newer"
    folder.mkdir()
    found = backup.make(folder, KEY, MADE_AT)
    with pytest.raises(Refused, match=r"people\.9999_later"):
        restore.bring_back(folder, found, KEY)
    with pytest.raises(dumps.NoTool, match="postgresql-client-99"):
        dumps.tool("pg_dump", "99.1")


def test_no_key_stands_in_a_backup(first, tmp_path, settings, monkeypatch):
    """Once unlocked too; and one that was laid there is found."""
    texts = [(bytes([n]) * 32).hex() for n in range(1, 4)]
    settings.DOUDI_INDEX_KEY, settings.DOUDI_SEAL_KEY = map(bytes.fromhex, texts[:2])
    monkeypatch.setenv("DOUDI_BACKUP_KEY", KEY.hex())
    (tmp_path / "a").mkdir()
    backup.make(tmp_path / "a", KEY, MADE_AT)
    assert restore_drill.keys_in(tmp_path / "a", [*texts, KEY.hex()]) == []
    (first / "files" / "ab" / "env").write_text(f"DOUDI_INDEX_KEY={texts[0]}")
    (tmp_path / "b").mkdir()
    backup.make(tmp_path / "b", KEY, MADE_AT)
    assert restore_drill.keys_in(tmp_path / "b", texts) == ["files.sealed"]


def test_the_newest_backups_are_kept_and_nothing_else_is_touched(tmp_path):
    names = [f"doudi-2026091{day}T020000Z" for day in range(5)]
    for name in names:
        (tmp_path / name).mkdir()
    for name in names[:4]:
        (tmp_path / name / manifest.NAME).touch()
    (tmp_path / "mine").mkdir()
    backup.remove_older(tmp_path, 0)
    assert len(list(tmp_path.iterdir())) == 6
    backup.remove_older(tmp_path, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names[2:], "mine"]


@pytest.mark.parametrize("given", ["", "12", "x" * 64])
def test_without_a_backup_key_nothing_is_made(given, monkeypatch):
    monkeypatch.setenv("DOUDI_MODE", "live")
    monkeypatch.setenv("DOUDI_BACKUP_KEY", given)
    with pytest.raises(Refused, match="DOUDI_BACKUP_KEY"):
        manifest.backup_key()


SAID = {"differences": 0, "wrong": [], "keys_found": [], "wrote": {"asked": 1, "drafted": 2}}


def test_the_drill_passes_only_when_all_is_equal_and_was_written_to():
    assert restore_drill.status(SAID) == 0
    faults = {"differences": 1, "wrong": ["seal_cut"], "keys_found": ["a"], "wrote": {"asked": 0}}
    for name, fault in faults.items():
        assert restore_drill.status(SAID | {name: fault}) == 1
