"""The shipped divisions and offices, loaded."""

import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models.functions import Length

from doudi.accounts.models import Department, Jurisdiction, Office, Place, Power
from doudi.accounts.queries import children, covers, office_for, officer_of, place_by_code
from doudi.accounts.rules.divisions import AS_OF, office_rows, place_rows
from doudi.audit.models import Entry
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> float:
    start = time.monotonic()
    call_command("load_places", stdout=StringIO())
    return time.monotonic() - start


def count(prefix: str, digits: int) -> int:
    return (
        Place.objects.annotate(n=Length("code")).filter(code__startswith=prefix, n=digits).count()
    )


def test_all_places_are_there(loaded: float) -> None:
    assert (count("430902", 9), count("430902", 12)) == (9, 124)
    assert (count("3204", 6), count("3204", 9), count("3204", 12)) == (6, 67, 1049)
    assert loaded < 3
    village = place_by_code("430902106219", AS_OF)
    assert (village.name, village.parent.name, village.parent.parent.name) == (
        "甘溪港村委会",
        "长春镇",
        "资阳区",
    )
    assert [p.code for p in children(village.parent, AS_OF)][0] == "430902106001"


def test_a_second_run_changes_nothing(loaded: float) -> None:
    kinds = (Place, Department, Office, Jurisdiction, Power)
    before = [kind.objects.count() for kind in kinds]
    again = StringIO()
    call_command("load_places", stdout=again)
    assert again.getvalue() == "430902: 0\n3204: 0\n"
    assert [kind.objects.count() for kind in kinds] == before
    assert Entry.objects.filter(verb="load", noun="division").count() == 4


def test_every_village_has_the_offices_of_its_flow(loaded: float) -> None:
    """By power: village, town and district in Ziyang; town and district in Changzhou."""
    villages = Place.objects.filter(level="village")
    assert Power.objects.filter(act="take_in").count() == 124
    for village in villages.filter(code__startswith="430902106"):
        levels = [
            office_for(act, "dibao", village, AS_OF).level
            for act in ("take_in", "accept", "opinion", "decide", "pay")
        ]
        assert levels == ["village", "town", "town", "district", "district"]
    for village in villages.filter(code__startswith="320412104"):
        levels = [
            office_for(act, "dibao", village, AS_OF).level
            for act in ("accept", "opinion", "decide", "pay")
        ]
        assert levels == ["town", "town", "town", "district"]


def test_offices_are_a_tree_of_their_own(loaded: float) -> None:
    zone = Office.objects.get(code="3204jk-civil_affairs")
    towns = {row.place.name for row in zone.jurisdictions.select_related("place")}
    assert towns == {"戚墅堰街道", "丁堰街道", "潞城街道", "遥观镇", "横林镇", "横山桥镇"}
    assert Office.objects.get(code="320412104-town").parent == zone
    wujin = Office.objects.get(code="320412-civil_affairs")
    by = officer_of(make.post("county_leader", where=wujin))
    assert covers(by, "320412100002", make.ON)
    assert not covers(by, "320412104220", make.ON)


def test_the_fourteen_departments_and_three_more(loaded: float) -> None:
    assert Department.objects.count() == 17


@pytest.mark.parametrize("area", ["430902", "3204"])
def test_the_files_hang_together(area: str) -> None:
    places = {row.code for row in place_rows(area)}
    offices = [row.code for row in office_rows(area)]
    assert len(offices) == len(set(offices))
    for row in place_rows(area):
        assert not row.parent or row.parent in places
    for office in office_rows(area):
        assert office.seat in places
        assert not office.parent or offices.index(office.parent) < offices.index(office.code)
        assert {code for code, _duty in office.places} <= places
