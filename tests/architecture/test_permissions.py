"""Every address × duty × where the officer stands, asked of the real records of one village.

The answers are kept in docs/reference/permissions.yaml. `DOUDI_PERMISSIONS=write` writes them anew:
the difference is then read by a person before it is committed.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from doudi.accounts.models import User
from doudi.accounts.queries.citizens import level_of
from doudi.accounts.states import Duty, UserKind
from doudi.applications.models import Application
from doudi.awards.models import Award
from doudi.common import clock
from doudi.common.actors import Citizen
from tests.architecture import world as made
from tests.architecture.hostile import Attacker
from tests.architecture.links import Reader, name_of
from tests.architecture.test_access import ALL
from tests.architecture.walk import Walker
from tests.factories import accounts

pytestmark = [pytest.mark.holds, pytest.mark.django_db]
# Those that read the walk's answers run in one process: the walk takes minutes.
once = pytest.mark.xdist_group("answers")
KEPT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "permissions.yaml"
HASHER = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BLANK = [{"BACKEND": "tests.architecture.walk.Pages", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}}]
ASKED = [
    pattern
    for route, pattern in ALL
    if getattr(pattern.callback, "access", ("",))[0] == "officer" and "<" in route
]
# Addresses whose hole names no record: what they list is asked by test_lists.
LISTS = {"decisions_batch_choose", "decisions_batch_confirm", "decisions_tray"}
ELSEWHERE = {"village", "town", "county", "department"}
# Who is let in from elsewhere, and why that is right.
FOR_OTHERS = {
    "messaging_again": "a message has no place, and its page no name, number or words",
    "messaging_aside": "the same",
    "visits_plan_asked": "the other town was asked to visit",
    "decisions_batch_run": "a new batch of nothing: each row is asked by the action's guard",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[made.World]:
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=HASHER),
        transaction.atomic(),
    ):
        patch.setattr(clock, "now", lambda: made.NOW)
        patch.setattr(clock, "today", lambda: made.NOW.date())
        yield made.build({str(duty): accounts.officer(str(duty)) for duty in Duty})
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(world) -> dict[str, Any]:
    """Name → method → standings let in → duties; a savepoint keeps the walk's officers apart."""
    with override_settings(TEMPLATES=BLANK), transaction.atomic():
        walker = Walker(world)
        found = {
            str(one.name): walker.rows(one, world.records[str(one.name)])
            for one in ASKED
            if one.name in world.records
        }
        transaction.set_rollback(True)
    return found


def test_every_address_with_a_record_is_asked(world):
    names = {str(pattern.name) for pattern in ASKED}
    assert names - set(world.records) == LISTS
    assert set(world.records) <= names


@once
def test_every_record_opens_for_somebody_of_its_own_place(answers):
    """Else a refusal elsewhere would prove nothing."""
    shut = [
        name
        for name, methods in answers.items()
        for method, rows in methods.items()
        if not any(standing != "nobody" for standing in rows)
    ]
    assert not shut


@once
def test_nobody_elsewhere_is_let_in(answers):
    """Another village, town, county or department: not the page, not the file, not the act."""
    let_in = [
        f"{method} {name}: {standings}: {' '.join(duties)}"
        for name, methods in answers.items()
        for method, rows in methods.items()
        for standings, duties in rows.items()
        if ELSEWHERE & set(standings.split()) and name not in FOR_OTHERS
    ]
    assert not let_in, "\n".join(let_in)


@once
def test_the_answers_are_those_that_a_person_has_read(answers):
    text = {
        name: {
            method: {standings: " ".join(duties) for standings, duties in rows.items()}
            for method, rows in methods.items()
        }
        for name, methods in answers.items()
    }
    if os.environ.get("DOUDI_PERMISSIONS") == "write":
        KEPT.write_text(yaml.safe_dump(text, sort_keys=True, width=200), encoding="utf-8")
    kept = yaml.safe_load(KEPT.read_text(encoding="utf-8"))
    changed = {name for name in text | kept if text.get(name) != kept.get(name)}
    assert not changed, {name: (kept.get(name), text.get(name)) for name in sorted(changed)}


@pytest.mark.parametrize("duty", [str(duty) for duty in Duty])
def test_no_page_offers_what_its_reader_may_not_do(duty, world):
    """Each link opens and each button that can be pressed is this person's to press."""
    pages = [
        reverse(str(one.name), kwargs=world.records[str(one.name)])
        for one in ASKED
        if one.name in world.records and duty in map(str, one.callback.access[1] or Duty)
    ]
    lists = ["/" + route for route, one in ALL if is_list(route, one, duty)]
    cases = [reverse("desk_case", args=[one.key]) for one in Application.objects.all()]
    awards = [reverse("desk_award", args=[one.key]) for one in Award.objects.all()]
    reader = Reader(world.staff[duty])
    with transaction.atomic():
        wrong = reader.shut_behind([*lists, *pages, *cases, *awards])
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    assert len(reader.known) > 5


def test_no_page_of_the_portal_offers_what_its_reader_may_not_do(world):
    """From the first page on, for each sign-in of the village's families and for a stranger."""
    users = User.objects.filter(kind=UserKind.CITIZEN, is_active=True)
    families = [Citizen(user.pk, level_of(user.pk), "") for user in users]
    strangers = [accounts.citizen(level) for level in (0, 1, 2)]
    wrong, met = set(), set()
    for who in [*families, *strangers]:
        reader = Reader(who)
        with transaction.atomic():
            shut = reader.shut_behind(["/"], onward=True)
            transaction.set_rollback(True)
        wrong |= {f"level {who.level}: {one}" for one in shut}
        met |= {name_of(to) for _method, to in reader.known}
    assert not wrong, "\n".join(sorted(wrong))
    assert len({who.level for who in families}) > 1
    assert {"portal_case", "portal_mydata", "awards_check_in", "decisions_own_letter"} <= met


def is_list(route, pattern, duty) -> bool:
    kind, duties = getattr(pattern.callback, "access", ("", ()))
    return kind == "officer" and "<" not in route and (not duties or duty in map(str, duties))


@pytest.mark.parametrize("part", range(3))
def test_no_form_falls_over_hostile_values(part, world):
    """Every form of the desk, sent by somebody who may send it: never a fault, never an echo."""
    attackers: dict[str, Attacker] = {}
    kept = yaml.safe_load(KEPT.read_text(encoding="utf-8"))
    with transaction.atomic():
        for path, duty in list(addresses_to_attack(world, kept))[part::3]:
            if duty not in attackers:
                attackers[duty] = Attacker(Client())
                accounts.sign_in(attackers[duty].client, world.staff[duty])
            attackers[duty].attack(path)
        transaction.set_rollback(True)
    found = [fault for one in attackers.values() for fault in one.wrong]
    assert not found, "\n".join(found)
    assert sum(one.asked for one in attackers.values()) > 100


def addresses_to_attack(world, kept) -> Iterator[tuple[str, str]]:
    """Each address with a duty that is let in there; the lists with the first that may."""
    for route, one in ALL:
        name, (kind, duties) = str(one.name), getattr(one.callback, "access", ("", ()))
        if kind != "officer" or name in LISTS:
            continue
        if name in world.records:
            let_in = [
                duty
                for rows in kept[name].values()
                for standings, found in rows.items()
                for duty in found.split()
                if "own" in standings.split() or "town" in standings.split()
            ]
            yield reverse(name, kwargs=world.records[name]), let_in[0]
        elif "<" not in route:
            yield "/" + route, str((duties or ["town_acceptor"])[0])
