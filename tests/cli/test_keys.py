"""Keys rotate while everything is read and written, and none is forgotten."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models
from django.test import Client

from doudi.applications.models import Application
from doudi.applications.states import State
from doudi.audit.models import Entry
from doudi.cli import keys
from doudi.common import crypto
from doudi.common.sealed import SealedField
from doudi.files.models import File
from doudi.files.queries import open_file
from doudi.people.models import Identity
from doudi.people.queries.persons import full_number
from tests.factories import accounts, applications
from tests.faults.staged import world

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = bytes(range(16)), bytes(range(16, 32))
# columns of bytes that hold no sealed value: hashes, blind indexes, sort keys
PLAIN = ("hash", "_hash", "_index", "sort_key", "started_session")


@pytest.fixture(autouse=True)
def _machine(settings, tmp_path):
    settings.DOUDI_DATA_KEYS = {1: OLD}
    settings.DOUDI_FILES = tmp_path / "files"


def test_every_column_of_bytes_is_sealed_or_known_as_plain():
    ours = [model for model in apps.get_models() if model.__module__.startswith("doudi.")]
    for model in ours:
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.BinaryField):
                plain = field.name.endswith(PLAIN)
                assert isinstance(field, SealedField) != plain, f"{model._meta.label}.{field.name}"
            else:
                assert not field.name.endswith("_sealed")
    assert len(list(keys.columns())) == 17


@pytest.mark.django_db
def test_each_column_says_the_context_that_its_values_were_sealed_under():
    world()
    for model, field in keys.columns():
        rows = list(model._base_manager.filter(**{f"{field.name}__isnull": False}))
        assert rows, f"{model._meta.label}.{field.name} stands nowhere in the staged world"
        for row in rows:
            crypto.unseal(field.context_of(row), getattr(row, field.name))


@pytest.mark.django_db
def test_nothing_that_is_written_once_holds_a_sealed_value():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc p"
            " ON p.oid = tgfoid WHERE p.proname = 'doudi_append_only' AND tgtype & 16 <> 0"
        )
        once = {row[0] for row in cursor.fetchall()}
    assert {"audit_entry", "facts_fact", "journal_entry"} - once == {"facts_fact"}
    sealed = {model._meta.db_table for model, _ in keys.columns()}
    assert not sealed & (once | {"facts_fact"})


@pytest.mark.django_db
def test_all_moves_to_the_newest_key_and_the_old_one_can_go(settings):
    world()
    session = SessionStore()
    session["phone"] = "13800004444"
    session.save()
    officer = _second_factor()
    before = keys.status()
    assert before["done"]
    assert set(before["on"]) == {"1"}

    settings.DOUDI_DATA_KEYS = {1: OLD, 2: NEW}
    waiting = keys.status()
    assert not waiting["done"]
    assert {"sessions", "second factors", "files"} < set(waiting["old"])
    assert len(waiting["old"]) == len(list(keys.stores()))
    changed = keys.rotate()
    assert changed == before["on"]["1"]
    assert keys.status() == {
        "newest": 2, "on": {"1": 0, "2": changed}, "old": {}, "unreadable": 0, "done": True,
    }  # fmt: skip
    assert Entry.objects.filter(verb="rotate", noun="data_key").count() == 1
    assert keys.rotate() == 0
    assert Entry.objects.filter(verb="rotate", noun="data_key").count() == 1

    settings.DOUDI_DATA_KEYS = {2: NEW}
    for model, field in keys.columns():
        for row in model._base_manager.filter(**{f"{field.name}__isnull": False}):
            crypto.unseal(field.context_of(row), getattr(row, field.name))
    assert all(open_file(file) for file in File.objects.all())
    assert SessionStore(session.session_key)["phone"] == "13800004444"
    assert officer.authenticator_set.get().wrap().validate_code("000000") is False


def _second_factor():
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = accounts.user()
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.mark.django_db
def test_what_was_stopped_half_way_goes_on(settings):
    world()
    settings.DOUDI_DATA_KEYS = {1: OLD, 2: NEW}
    total = sum(keys.status()["old"].values())
    first = [reseal() for _, _, reseal in list(keys.stores())[:5]]
    assert 0 < sum(first) < total
    assert keys.rotate() == total - sum(first)
    assert keys.status()["done"]


@pytest.mark.django_db
def test_what_no_key_opens_is_left_as_it_is_and_counted(settings):
    world()
    row = Identity.objects.order_by("pk").first()
    sealed = bytes(row.number_sealed)
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    Identity.objects.filter(pk=row.pk).update(number_sealed=broken)
    settings.DOUDI_DATA_KEYS = {1: OLD, 2: NEW}
    keys.rotate()
    assert keys.status()["old"] == {"people.Identity.number_sealed": 1}
    assert bytes(Identity.objects.get(pk=row.pk).number_sealed) == broken
    settings.DOUDI_DATA_KEYS = {2: NEW}
    assert keys.status()["unreadable"] == 1


def test_a_new_key_can_be_known_before_it_is_used(settings):
    settings.DOUDI_DATA_KEYS, settings.DOUDI_SEAL_WITH = {1: OLD, 2: NEW}, 1
    assert crypto.version_of(crypto.seal("a", "b")) == 1
    settings.DOUDI_SEAL_WITH = 0
    assert crypto.version_of(crypto.seal("a", "b")) == 2
    assert crypto.version_of(b"") == 0


def test_a_live_process_starts_without_the_first_key_once_it_was_taken_away():
    names = ("SECRET_KEY", "DATA_KEY_2", "INDEX_KEY", "SEAL_KEY")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DOUDI_")}
    said = subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(list(s.DOUDI_DATA_KEYS))"],
        cwd=ROOT, env=clean | {f"DOUDI_{name}": "ab" * 32 for name in names},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.stdout == "[2]\n", said.stderr


class Hands:
    """Threads that do one thing again and again until told to stop."""

    def __init__(self, *works) -> None:
        self.stop, self.faults, self.done = threading.Event(), [], [0] * len(works)
        self.threads = [
            threading.Thread(target=self._work, args=(place, work))
            for place, work in enumerate(works)
        ]

    def _work(self, place: int, work) -> None:
        try:
            while not self.stop.is_set():
                work(self.done[place])
                self.done[place] += 1
        except Exception as fault:
            self.faults.append(fault)
        finally:
            connection.close()

    def until_each_worked(self, times: int) -> None:
        while not self.faults and min(self.done) < times:
            self.stop.wait(0.05)

    def end(self) -> None:
        self.stop.set()
        for one in self.threads:
            one.join()


@pytest.mark.django_db(transaction=True)
def test_keys_rotate_while_families_are_read_and_written(settings, monkeypatch):
    """Nobody gets a fault, nothing that was written meanwhile stays behind."""
    monkeypatch.setattr(keys, "BATCH", 2)
    world()
    case = Application.objects.filter(state=State.SUBMITTED).first()
    number, client = full_number(case.applicant), Client()
    accounts.sign_in(client, accounts.officer("village_intake", case.place))
    settings.DOUDI_DATA_KEYS = {1: OLD, 2: NEW}

    def read(_: int) -> None:
        assert full_number(case.applicant) == number
        assert client.get(f"/desk/cases/{case.key}/").status_code == 200

    def write(turn: int) -> None:
        """As other machines do meanwhile: some seal with the older key still."""
        settings.DOUDI_SEAL_WITH = turn % 2
        applications.submitted()

    hands = Hands(read, write)
    for one in hands.threads:
        one.start()
    for _ in range(3):
        keys.rotate()
    hands.until_each_worked(2)
    hands.end()
    assert not hands.faults
    settings.DOUDI_SEAL_WITH = 0
    keys.rotate()
    assert keys.status()["done"]
    settings.DOUDI_DATA_KEYS = {2: NEW}
    assert full_number(case.applicant) == number
    assert client.get(f"/desk/cases/{case.key}/").status_code == 200
