"""Who may open what: every address of the resolver, asked as nobody, as a citizen, as every duty.

The expected kind of answer comes from the view's own mark (`doudi.ui.access`); what a person may
do to one record is tested with the record's module.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from doudi.accounts.states import Duty
from doudi.verification.models import Check
from doudi.visits.models import Plan
from tests.factories import accounts, decisions

# Views that no decorator marks, each with its reason.
LIBRARY = {"healthz": "public by its nature: two words about database and worker"}
NOBODY = "00000000-0000-4000-8000-000000000000"
WORDS = {
    "provider_id": "government",
    "edition": "elder",
    "language": "en",
    "page": "desk",
    "code": "430902106219",
    "purpose": "application",
    "kind": "wage",
    "item_id": "1",
    "tray": "to_assess",
    "token": "not-a-token",
    "place": "430902",
    "parameter": "dibao.standard.urban",
    "document": "social_assistance_law",
    "programme": "dibao",
}
HOLE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
BY_NAME = {"gallery_error": {"code": "404"}, "payments_file": {"kind": "csv"}}
KNOWN = {200, 302, 400, 403, 404, 405, 409, 410, 422}
# The library's sign-in answers by its own steps too: not signed in, or asked too often.
OPEN = KNOWN | {401, 429}


def addresses(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from addresses(pattern, route)


ALL = list(addresses())
MARKED = [(route, pattern) for route, pattern in ALL if pattern.name not in LIBRARY]


def path_of(route: str, pattern: URLPattern, known: dict[str, Any]) -> str:
    """The route with every hole filled: by a record of the prepared case where there is one."""
    given = WORDS | records_for(route, known) | BY_NAME.get(str(pattern.name), {})

    def fill(hole: re.Match[str]) -> str:
        kind, name = hole["kind"], hole["name"]
        found = str(given.get(name, {"uuid": NOBODY, "int": "1"}.get(kind, "x")))
        return NOBODY if kind == "uuid" and not UUID.match(found) else found

    return "/" + HOLE.sub(fill, route)


def records_for(route: str, known: dict[str, Any]) -> dict[str, Any]:
    """Which record an address speaks of: the household, the visit, the check, else the request."""
    key = "household" if "/household/" in route or "/plan/" in route else "key"
    pk = next((part for part in ("visits", "verification") if f"desk/{part}/" in route), "pk")
    found = {"key": known.get(key), "pk": known.get(pk), "person_id": known.get("person_id")}
    if "/evidence/<uuid" in route:
        found["pk"] = NOBODY
    return {hole: value for hole, value in found.items() if value is not None}


def test_every_view_says_who_may_open_it():
    bare = [
        f"/{route}"
        for route, pattern in MARKED
        if getattr(pattern.callback, "access", (None,))[0] not in {"officer", "citizen", "anyone"}
    ]
    assert not bare, f"no access decorator of doudi.ui.access: {bare}"


def test_every_duty_named_at_a_view_exists():
    duties = {str(duty) for duty in Duty}
    for route, pattern in MARKED:
        kind, named = pattern.callback.access
        if kind == "officer":
            assert {str(duty) for duty in named} <= duties, route


@pytest.fixture
def case(db):
    """One family whose request waits for an opinion, with visit and check done."""
    return decisions.ready()


def ask(client: Client, path: str) -> Iterator[tuple[str, Any]]:
    yield "GET", client.get(path)
    yield "POST", client.post(path)


def faults_of(
    client: Client, expected: Any, known: dict[str, Any], passed_over: tuple[str, ...] = ()
) -> str:
    found = []
    for route, pattern in MARKED:
        path = path_of(route, pattern, known)
        if pattern.name == "account_logout" or pattern.callback.access[0] in passed_over:
            continue
        for method, answer in ask(client, path):
            if answer.status_code == 405 and method == "GET":
                continue  # a view may say so before it asks who
            wrong = expected(pattern.callback.access, answer) or lacks_the_hotline(answer)
            if wrong:
                found.append(f"{method} {path}: {answer.status_code} {wrong}")
    return "\n".join(found)


def lacks_the_hotline(answer: Any) -> str:
    """Whoever is stuck, at whatever page, sees whom to call."""
    if not answer.get("Content-Type", "").startswith("text/html") or not answer.content:
        return ""
    page = answer.content.decode()
    return "" if f'href="tel:{settings.DOUDI_HOTLINE}"' in page else "names no hotline"


def leads_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/sign-in/" in answer["Location"]


def as_nobody(access: Any, answer: Any) -> str:
    if access[0] == "anyone":
        return "" if answer.status_code in OPEN else "public page"
    return "" if leads_to_sign_in(answer) else "should lead to sign-in"


def as_citizen(access: Any, answer: Any) -> str:
    kind, (level, *_) = access[0], access[1] or ("0",)
    if kind == "officer":
        return "" if leads_to_sign_in(answer) else "should lead to the officers' sign-in"
    if kind == "citizen" and level != "0":
        return "" if answer.status_code == 403 else "level 0 must not see it"
    if kind == "citizen" and UUID.search(answer.request["PATH_INFO"]) and answer.status_code == 200:
        return "the record of another family"
    return "" if answer.status_code in OPEN else "unexpected"


# What is public is public for officers too: nobody and the citizen have walked it.
def as_officer(duty: str) -> Any:
    def expected(access: Any, answer: Any) -> str:
        kind, duties = access
        if kind == "citizen":
            return "" if leads_to_sign_in(answer) else "should lead to the citizens' sign-in"
        if kind == "officer" and duties and duty not in duties:
            return "" if answer.status_code == 403 else "not this duty's page"
        return "" if answer.status_code in OPEN else "unexpected"

    return expected


@pytest.fixture
def known(case) -> dict[str, Any]:
    application = case.request.application
    return {
        "key": application.key,
        "household": application.household.key,
        "pk": case.request.pk,
        "visits": Plan.objects.get(household=application.household).pk,
        "verification": Check.objects.get(household=application.household).pk,
        "person_id": case.person.pk,
    }


def test_nobody_is_led_to_the_right_sign_in(known):
    assert not (faults := faults_of(Client(), as_nobody, known)), faults
    assert not (faults := faults_of(Client(), as_nobody, {})), faults


def test_a_telephone_alone_opens_no_page_that_needs_a_known_person(known):
    client = Client(raise_request_exception=False)
    accounts.sign_in(client, accounts.citizen())
    assert not (faults := faults_of(client, as_citizen, known)), faults
    assert not (faults := faults_of(client, as_citizen, {})), faults


@pytest.mark.parametrize("duty", [str(duty) for duty in Duty])
def test_an_officer_opens_the_pages_of_this_duty_only(duty, known):
    client = Client(raise_request_exception=False)
    accounts.sign_in(client, accounts.officer(duty))
    assert not (faults := faults_of(client, as_officer(duty), known, ("anyone",))), faults
