"""A page of a long list: the same rows in the same order, keys first."""

import pytest
from django.core.paginator import Paginator

from doudi.accounts.models import Place
from doudi.ui.paging import NarrowPaginator
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    accounts.officer("village_intake")
    return Place.objects.select_related("parent").order_by("-code")


def test_each_page_is_that_of_the_plain_paginator(places):
    narrow, plain = NarrowPaginator(places, 2), Paginator(places, 2)
    assert narrow.num_pages > 1
    for number in plain.page_range:
        assert list(narrow.page(number)) == list(plain.page(number))


def test_a_page_asks_for_keys_then_for_its_rows_with_what_they_show(
    places, django_assert_num_queries
):
    with django_assert_num_queries(3):  # how many, which, what they show
        page = NarrowPaginator(places, 2).get_page(1)
        assert all(row.parent is None or row.parent.name for row in page)


def test_an_empty_list_has_one_empty_page(places):
    assert list(NarrowPaginator(places.none(), 2).get_page(1)) == []
