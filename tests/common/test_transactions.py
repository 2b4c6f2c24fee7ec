"""An action is undone whole; one within another has no savepoint of its own."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from doudi.accounts.models import Department
from doudi.common.refusals import Refusal
from doudi.common.transactions import action

pytestmark = pytest.mark.django_db


@action
def inner(code: str, *, fail: bool = False) -> None:
    Department.objects.create(code=code, name="甲")
    if fail:
        raise Refusal("tests.no", "不行。")


@action
def outer(*, fail: bool = False) -> None:
    inner("a")
    inner("b", fail=fail)


def codes() -> set[str]:
    return set(Department.objects.filter(code__in="abc").values_list("code", flat=True))


def test_one_savepoint_for_all_of_it():
    with CaptureQueriesContext(connection) as caught:
        outer()
    assert [one["sql"].split()[0] for one in caught] == ["SAVEPOINT", "INSERT", "INSERT", "RELEASE"]


def test_a_refusal_inside_undoes_all_and_the_caller_goes_on():
    with pytest.raises(Refusal):
        outer(fail=True)
    assert codes() == set()
    outer()
    assert codes() == {"a", "b"}


def test_a_caller_that_goes_on_within_asks_for_a_savepoint():
    @action
    def tolerant() -> None:
        inner("a")
        with pytest.raises(Refusal), transaction.atomic():
            inner("b", fail=True)
        inner("c")

    tolerant()
    assert codes() == {"a", "c"}


def test_a_caller_that_goes_on_without_is_told_so():
    @action
    def careless() -> None:
        with pytest.raises(Refusal):
            inner("b", fail=True)
        inner("c")

    with pytest.raises(transaction.TransactionManagementError):
        careless()
    assert codes() == set()
