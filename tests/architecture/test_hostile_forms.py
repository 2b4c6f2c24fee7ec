"""Every form of the portal, sent by whoever may with hostile values: never a fault, never an echo.

The desk's are sent in `test_permissions`, where every station has a record.
"""

import pytest
from django.test import Client

from tests.architecture.hostile import Attacker
from tests.architecture.test_access import ALL, path_of
from tests.factories import accounts, applications, awards, care

pytestmark = pytest.mark.django_db
# the second would make the pages after it English
PASSED = {"account_logout", "language"}


def routes(prefixes: tuple[str, ...], kind: str):
    return [
        (route, one)
        for route, one in ALL
        if getattr(one.callback, "access", ("",))[0] == kind
        and route.startswith(prefixes)
        and one.name not in PASSED
    ]


def attacked(attacker: Attacker, paths: list[str], least: int) -> None:
    for path in paths:
        attacker.attack(path)
    assert not attacker.wrong, "\n".join(attacker.wrong)
    assert attacker.asked > least


def test_the_application_stands_hostile_values():
    client = Client()
    who = accounts.sign_in(client, accounts.citizen())
    draft = applications.draft(by=who)
    applications.family(draft, who)
    item = draft.household.facts.filter(attribute__startswith="income").first()
    known = {"key": draft.key, "person_id": draft.applicant_id}
    found = routes(("apply/", "cases/", "messages/", "check-yourself/"), "citizen")
    paths = [path_of(route, one, known) for route, one in found]
    paths += [path.replace("/living/1/", f"/living/{item.item}/") for path in paths]
    attacked(Attacker(client), list(dict.fromkeys(paths)), 80)


def test_what_a_known_person_writes_stands_hostile_values():
    _case, award = awards.granted()
    client = Client()
    accounts.sign_in(client, care.login(award))
    found = routes(("awards/", "payments/", "decisions/", "my-data/", "contact/"), "citizen")
    code = award.decision.letter.code
    paths = [
        path_of(route, one, {"key": key}).replace("/letters/x/", f"/letters/{code}/")
        for route, one in found
        for key in [award.household.key if route.startswith("payments/") else award.key]
    ]
    attacked(Attacker(client), paths, 20)


def test_public_forms_stand_hostile_values():
    paths = [path_of(route, one, {}) for route, one in routes(("",), "anyone")]
    attacked(Attacker(Client()), paths, 50)
