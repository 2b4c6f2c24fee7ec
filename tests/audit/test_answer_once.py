"""A form is carried out once, whoever presses twice."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import BadRequest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from doudi.audit.middleware import AnswerOnce, RefusalMiddleware
from doudi.audit.models import Entry, RequestKey
from doudi.common.refusals import Forbidden, Hidden, Refusal
from tests.factories.trail import AT, entry


def post(key: object, user: int | None = 7, path: str = "/apply/", **more: str) -> HttpRequest:
    request = RequestFactory().post(path, {"_key": str(key)} | more)
    request.user = SimpleNamespace(pk=user, is_authenticated=user is not None)
    request.session = SimpleNamespace(session_key="s")
    return request


def submit(request: HttpRequest) -> HttpResponse:
    made = entry()
    return HttpResponseRedirect(f"/receipt/{made.pk}/")


def fail(request: HttpRequest) -> HttpResponse:
    entry()
    return HttpResponse("the form again")


@pytest.mark.django_db
def test_a_repeat_gets_the_first_answer() -> None:
    key = uuid4()
    first, second = (AnswerOnce(submit)(post(key)) for _ in range(2))
    assert Entry.objects.count() == 1
    assert (second.status_code, second["Location"]) == (302, first["Location"])


@pytest.mark.django_db
def test_two_keys_are_two_forms() -> None:
    for _ in range(2):
        AnswerOnce(submit)(post(uuid4()))
    assert Entry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("status", [200, 409, 422, 500])
def test_an_answer_that_is_no_redirect_writes_nothing_and_frees_the_key(status: int) -> None:
    key = uuid4()

    def view(request: HttpRequest) -> HttpResponse:
        entry()
        return HttpResponse(status=status)

    assert AnswerOnce(view)(post(key)).status_code == status
    assert not Entry.objects.exists()
    assert not RequestKey.objects.exists()
    AnswerOnce(submit)(post(key))
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_an_htmx_redirect_counts() -> None:
    key = uuid4()

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204, headers={"HX-Redirect": f"/x/{entry().pk}/"})

    first, second = (AnswerOnce(view)(post(key)) for _ in range(2))
    assert second["HX-Redirect"] == first["HX-Redirect"]
    assert Entry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"user": 8}, {"user": None}, {"path": "/other/"}])
def test_a_key_of_another_actor_or_form_is_refused(other: dict) -> None:
    key = uuid4()
    AnswerOnce(submit)(post(key))
    answer = AnswerOnce(submit)(post(key, **other))
    assert answer.status_code == 409
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_the_view_runs_as_it_is() -> None:
    AnswerOnce(fail)(post(""))
    assert Entry.objects.count() == 1
    with pytest.raises(BadRequest):
        AnswerOnce(fail)(post("not-a-key"))


@pytest.mark.django_db
def test_a_wrong_code_is_counted_though_the_form_comes_back() -> None:
    AnswerOnce(fail)(post(uuid4(), path="/sign-in/code/"))
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_who_was_signed_out_sends_the_same_form_again_after_signing_in() -> None:
    key = uuid4()

    def signed_out(request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect("/sign-in/officer/?next=/apply/")

    AnswerOnce(signed_out)(post(key, user=None))
    answer = AnswerOnce(submit)(post(key))
    assert answer["Location"].startswith("/receipt/")
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_press_at_the_same_moment_waits_and_gets_the_first_answer() -> None:
    key, begun, finish, answers = uuid4(), Event(), Event(), []

    def slow(request: HttpRequest) -> HttpResponse:
        begun.set()
        finish.wait(10)
        return submit(request)

    first = press(slow, key, answers)
    begun.wait(10)
    second = press(submit, key, answers)
    second.join(0.3)
    assert second.is_alive(), "the second press waits"
    finish.set()
    first.join(10)
    second.join(10)
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_are_one_application() -> None:
    key, barrier, answers = uuid4(), Barrier(4), []

    def together(request: HttpRequest) -> HttpResponse:
        return submit(request)

    threads = [press(together, key, answers, barrier) for _ in range(4)]
    for thread in threads:
        thread.join(10)
    assert len({answer["Location"] for answer in answers}) == 1
    assert Entry.objects.count() == 1


def press(view: Callable, key: object, answers: list, barrier: Barrier | None = None) -> Thread:
    def run() -> None:
        if barrier:
            barrier.wait(10)
        answers.append(AnswerOnce(view)(post(key)))
        connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden("a.b", "您的岗位不能这样做。"), 403),
        (Hidden("a.b", "没有这一项。"), 404),
        (Refusal("a.b", "请先签名。"), 409),
    ],
)
def test_a_refusal_becomes_its_answer(error: Refusal, status: int, settings) -> None:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    middleware = RefusalMiddleware(submit)
    page = middleware.process_exception(RequestFactory().get("/"), error)
    assert page is not None
    assert page.status_code == status
    assert error.sentence in page.content.decode()
    asked = RequestFactory().get("/", headers={"Accept": "application/json"})
    data = middleware.process_exception(asked, error)
    assert data is not None
    assert data.status_code == status
    assert data["Content-Type"] == "application/json"


def test_other_errors_pass() -> None:
    assert RefusalMiddleware(submit).process_exception(post(uuid4()), ValueError()) is None


@pytest.mark.django_db
def test_where_two_meet_in_the_database_the_later_one_is_told(settings, caplog) -> None:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    request, key = post(uuid4()), uuid4()
    request.resolver_match = SimpleNamespace(view_name="a_form")
    rows = [RequestKey(key=key, actor="a", path="/", at=AT) for _ in range(2)]
    with pytest.raises(IntegrityError) as met, transaction.atomic():
        RequestKey.objects.bulk_create(rows)
    page = RefusalMiddleware(submit).process_exception(request, met.value)
    assert page is not None
    assert page.status_code == 409
    assert "请重新打开页面" in page.content.decode()
    assert "audit_requestkey_pkey in a_form" in caplog.text


@pytest.mark.django_db
def test_a_fault_of_our_own_is_no_meeting() -> None:
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        RequestKey.objects.create(key=uuid4(), actor="a", path=None, at=AT)
    assert RefusalMiddleware(submit).process_exception(post(uuid4()), fault.value) is None
