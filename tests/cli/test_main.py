"""The console script from outside, as a person meets it."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from doudi.cli import main, marks

ROOT = Path(__file__).resolve().parents[2]


def doudi(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {
        k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DOUDI_MODE", "DOUDI_TOOL"}
    }
    return subprocess.run(
        [sys.executable, "-m", "doudi.cli.main", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_lists_every_command_and_starts_no_database(tmp_path):
    answer = doudi("--help", DOUDI_PG_DATA=str(tmp_path / "pg"))
    assert answer.returncode == 0
    for name in main.PLAIN | main.WITH_DATABASE | main.MANAGEMENT:
        assert f"\n  {name} " in answer.stdout
    assert not list(tmp_path.iterdir())


def test_a_taken_port_is_said_in_one_sentence_with_the_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = doudi("demo", PORT=str(port), DOUDI_PG_DATA=str(tmp_path / "pg"))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert f"Port {port} is taken" in answer.stderr
    assert f"PORT={port + 1} make demo" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_a_demo_story_that_nobody_wrote_is_said_before_anything_starts():
    answer = doudi("demo", "raise-1999")
    assert answer.returncode == 1
    assert "raise-2023" in answer.stderr


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_is_none_is_refused(port):
    answer = doudi("demo", PORT=port)
    assert answer.returncode == 1
    assert "is no port" in answer.stderr


@pytest.mark.django_db
def test_a_trial_refuses_a_database_that_it_did_not_make(settings):
    settings.DOUDI_MODE = "demo"
    with pytest.raises(marks.WrongDatabase):
        marks.mark_if_new("demo")
    with pytest.raises(marks.WrongDatabase):
        marks.check_mode()


@pytest.mark.django_db
def test_a_marked_database_is_opened_by_its_own_trial_only(settings):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE demo_stamp (mode text, clock_offset_seconds bigint)")
        cursor.execute("INSERT INTO demo_stamp VALUES ('demo', 0)")
    settings.DOUDI_MODE = "demo"
    marks.check_mode()
    settings.DOUDI_MODE = "bench"
    with pytest.raises(marks.WrongDatabase):
        marks.check_mode()


@pytest.mark.parametrize("mode", ["demo", "bench"])
def test_a_trial_refuses_a_public_address(mode):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PORT": str(port)}
    answer = doudi("serve", DOUDI_MODE=mode, DOUDI_BIND="0.0.0.0", **place)
    assert answer.returncode == 1
    assert "not as 0.0.0.0" in answer.stderr


@pytest.mark.django_db
def test_a_trial_behind_a_public_name_does_not_start(settings):
    settings.DOUDI_MODE = "demo"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "shehui-jiuzhu.example.cn"]
    with pytest.raises(marks.PublicAddress, match=r"shehui-jiuzhu\.example\.cn"):
        marks.check_mode()


@pytest.mark.django_db
def test_the_demo_leaves_a_foreign_database_as_it_was():
    """The command itself, on the suite's own database, which no demo made."""
    held = connection.introspection.table_names()
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    answer = doudi("prepare", "--demo", DATABASE_URL=url, DOUDI_MODE="demo")
    assert answer.returncode == 1
    assert "was not made by the demo" in answer.stderr
    assert connection.introspection.table_names() == held
    assert marks.read_mark() == ""


def test_a_live_process_without_keys_does_not_start():
    answer = doudi("migrate", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert answer.returncode != 0
    assert "DOUDI_SECRET_KEY" in answer.stderr


@pytest.mark.django_db
def test_a_half_loaded_demo_is_cleared_and_a_loaded_one_is_kept(settings):
    settings.DOUDI_MODE = "demo"
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        marks.mark_if_new("demo")
        cursor.execute("CREATE TABLE half (n int)")
        marks.mark_if_new("demo")
        cursor.execute("SELECT to_regclass('half')")
        assert cursor.fetchone() == (None,)
        cursor.execute("CREATE TABLE whole (n int)")
        marks.note_loaded()
        marks.mark_if_new("demo")
        cursor.execute("SELECT to_regclass('whole')::text")
        assert cursor.fetchone() == ("whole",)
    marks.check_mode()
