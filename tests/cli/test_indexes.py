"""The index key changes while families are found, and no number is forgotten."""

import json
import threading

import pytest
from django.apps import apps
from django.db import connection, models

from doudi.accounts.models import User
from doudi.accounts.queries import citizen_user, phone_of
from doudi.audit.models import Entry
from doudi.cli import indexes, keys
from doudi.common import clock, crypto
from doudi.people.models import Contact, Identity, KinEntry
from doudi.people.queries.contacts import holder_of
from doudi.people.queries.kin import _on_register
from doudi.people.queries.persons import by_number, full_number
from tests.factories import accounts
from tests.faults.staged import world

OLD, NEW = bytes(32), bytes(range(32))


@pytest.fixture(autouse=True)
def _first_key(settings):
    settings.DOUDI_INDEX_KEY, settings.DOUDI_INDEX_ALSO = OLD, b""


def swap(settings) -> None:
    settings.DOUDI_INDEX_KEY, settings.DOUDI_INDEX_ALSO = NEW, OLD


def numbers() -> dict[str, int]:
    """Each identity number of the staged world, with whose it is."""
    held = Identity.objects.filter(superseded_at__isnull=True, kind="identity_card")
    return {full_number(one.person): one.person_id for one in held.select_related("person")}


def found() -> dict[str, int]:
    people = {number: by_number(number) for number in numbers()}
    return {number: one.pk for number, one in people.items() if one}


def test_every_index_is_rewritten_and_known_by_what_it_is_compared_with():
    known = {
        f"{model._meta.label}.{name}_index"
        for columns in indexes.compared()
        for model, name, _ in columns
    }
    held = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.BinaryField) and field.name.endswith("_index")
    }
    assert known == held


@pytest.mark.django_db
def test_everybody_is_found_before_during_and_after(settings):
    world()
    before = found()
    assert len(before) > 3
    phones = [phone_of(user) for user in User.objects.filter(kind="citizen") if phone_of(user)]
    swap(settings)
    assert found() == before
    assert all(citizen_user(phone) for phone in phones)
    changed = indexes.reindex()
    assert changed["changed"] > len(before)
    assert changed["unreadable"] == 0
    settings.DOUDI_INDEX_ALSO = b""  # the former key is gone
    assert found() == before
    assert all(citizen_user(phone) for phone in phones)
    assert indexes.reindex() == {"changed": 0, "unreadable": 0}
    assert Entry.objects.filter(verb="reindex").count() == 1


@pytest.mark.django_db
def test_what_is_compared_with_each_other_still_meets(settings):
    world()
    entry = KinEntry.objects.filter(number_index__isnull=False).first()
    held = Identity.objects.filter(number_index=entry.number_index)
    kin = set(held.values_list("person_id", flat=True))
    recorded = Contact.objects.filter(superseded_at__isnull=True).first()
    phone = crypto.unseal(f"people.contact.{recorded.pk}", recorded.phone_sealed).decode()
    caller = User.objects.get(pk=accounts.citizen(phone=phone).user_id)
    swap(settings)
    indexes.reindex()
    assert kin
    assert _on_register(Identity.objects.filter(person_id__in=kin).values("person_id"))
    caller.refresh_from_db()
    assert holder_of(caller, clock.now()) is not None


@pytest.mark.django_db
def test_what_no_data_key_opens_stays_and_is_counted(settings):
    world()
    row = Identity.objects.first()
    stood = bytes(row.number_index)
    Identity.objects.filter(pk=row.pk).update(number_sealed=bytes([9]) + bytes(60))
    swap(settings)
    assert indexes.reindex()["unreadable"] == 1
    row.refresh_from_db()
    assert bytes(row.number_index) == stood


@pytest.mark.django_db(transaction=True)
def test_families_are_found_while_it_runs(settings):
    world()
    before = found()
    swap(settings)
    wrong: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            if found() != before:
                wrong.append(found())
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(3):
            indexes.reindex()
            settings.DOUDI_INDEX_KEY, settings.DOUDI_INDEX_ALSO = (
                settings.DOUDI_INDEX_ALSO, settings.DOUDI_INDEX_KEY,
            )  # fmt: skip
    finally:
        stop.set()
        asking.join()
    assert not wrong


def test_the_command_prints_json(capsys, monkeypatch):
    monkeypatch.setattr(keys, "reindex", lambda: {"changed": 2, "unreadable": 0})
    assert keys.keys_command(["index"]) == 0
    assert json.loads(capsys.readouterr().out) == {"changed": 2, "unreadable": 0}
    monkeypatch.setattr(keys, "reindex", lambda: {"changed": 0, "unreadable": 1})
    assert keys.keys_command(["index"]) == 1
