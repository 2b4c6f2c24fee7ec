"""While the database does not answer: 503, a sentence, and no form is carried out twice."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client, RequestFactory

from demo.staff import hire
from doudi.applications.models import Application
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.ui.views import fault
from tests.chaos import people
from tests.chaos.case import VILLAGE, number

KEPT = "已经告诉您办好的，都还在"
NAME = "秦玉兰"
FORM = {
    "place": VILLAGE, "registration": "rural", "address": "二组 8 号", "name": NAME,
    "number": number("19520212", 1),
}  # fmt: skip
PATH = f"/apply/me/?place={VILLAGE}"


@pytest.fixture
def asking(settings) -> Client:
    """Without the suite's own middleware, which would meet the broken line first."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.startswith("tests.")]
    return Client(raise_request_exception=False)


@pytest.fixture
def away(monkeypatch, django_db_blocker) -> Iterator[None]:
    """No server at this address."""
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        yield
        connection.close()


def is_page(answer) -> bool:
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert NAME not in html
    assert "Content-Security-Policy" in answer.headers
    return KEPT in html and "tel:12345" in html


@pytest.mark.parametrize("path", ["/", "/apply/me/", "/desk/", "/sign-in/", "/public/"])
def test_every_page_says_that_it_will_pass(asking, away, path) -> None:
    asking.cookies["sessionid"] = "a" * 32
    answer = asking.get(path)
    assert answer.status_code == 200 or is_page(answer)  # some pages need no database


def test_a_form_is_answered_so_as_well(asking, away) -> None:
    asking.cookies["sessionid"] = "a" * 32
    assert is_page(asking.post(PATH, FORM | {"_key": str(uuid4())}))


def test_a_program_is_told_in_its_own_way(asking, away) -> None:
    asking.cookies["sessionid"] = "a" * 32
    for headers in ({"X-Deliver": "1"}, {"Accept": "application/json"}):
        answer = asking.post(PATH, FORM, headers=headers)
        assert answer.status_code == 503
        assert answer.json()["sentence"] == "资料一时连不上，请过一分钟再试。"


@pytest.mark.parametrize("error", [ValueError, IntegrityError])
def test_any_other_fault_is_no_reason_to_try_again(error) -> None:
    try:
        raise error
    except error:
        answer = fault(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers


def cut_whoever_waits(locked: Event) -> None:
    """Holds the table of applications until somebody waits for it, and ends that connection."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE applications_application IN EXCLUSIVE MODE")
            locked.set()
            cut = None
            while cut is None:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
                )
                cut = cursor.fetchone()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_form_cut_in_the_middle_is_sent_again_and_done_once(asking) -> None:
    since = clock.today() - timedelta(days=60)
    hire(since, beijing(since))
    asking.cookies["sessionid"] = people.family(1).session
    form, locked = FORM | {"_key": str(uuid4())}, Event()
    thread = Thread(target=cut_whoever_waits, args=(locked,), daemon=True)
    thread.start()
    assert locked.wait(20)
    assert is_page(asking.post(PATH, form))
    thread.join(20)
    connection.close()  # as each request of a server begins
    again = [asking.post(PATH, form) for _ in range(2)]
    assert [one.status_code for one in again] == [302, 302]
    assert again[0]["Location"] == again[1]["Location"]
    assert Application.objects.count() == 1
