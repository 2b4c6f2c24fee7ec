"""The demo's district: made-up families that come one by one, and never twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from demo import district, progress, stations
from demo.drawn import drawn
from demo.families import number_of
from demo.spot import make_keys
from demo.staff import SETUP, hire
from doudi.accounts.actions.posts import give_post, open_account
from doudi.accounts.models import Office
from doudi.accounts.states import Duty
from doudi.applications.models import Application
from doudi.cli.marks import list_families
from doudi.cli.roles import WEB, role
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.identity import read_identity_number

TOLD = 19


def test_each_family_has_numbers_and_phones_of_its_own() -> None:
    numbers, phones = [], set()
    for n in range(TOLD + 1, 1001):
        family = drawn(n, district.town_of(n)[0], poor=stations.is_poor(n))
        phones.add(family.phone)
        numbers += [number_of(one, n * 10 + i) for i, one in enumerate(family.members)]
    assert len(phones) == 1000 - TOLD
    assert len(numbers) == len(set(numbers))
    assert all(read_identity_number(one).check_digit_fits for one in numbers)


def test_a_number_is_always_the_same_family() -> None:
    assert drawn(77, "430902104001", poor=True) == drawn(77, "430902104001", poor=True)


def test_three_hundred_families_stand_everywhere() -> None:
    numbers = range(TOLD + 1, 301)
    assert {stations.station_of(n) for n in numbers} == set(stations.SHARES)
    assert len({district.town_of(n)[1] for n in numbers}) == 9
    sizes = {len(drawn(n, "430902104001", poor=stations.is_poor(n)).members) for n in numbers}
    assert {1, 2, 3, 7} <= sizes


@pytest.fixture
def first_town(db) -> None:
    """The officers and the demo's own table, as they are when the first town is served."""
    since = clock.today() - timedelta(days=100)
    hire(since, beijing(since))
    make_keys(clock.today())
    list_families()
    owner = connection.settings_dict["USER"]
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT SELECT ON demo_family TO "{role(owner, WEB)}"')


def asked_for() -> int:
    return Application.objects.count()


def test_a_second_start_goes_on_and_does_nothing_twice(first_town) -> None:
    district.load_rest(TOLD, 21)
    assert (asked_for(), progress.count()) == (2, 21)
    district.load_rest(TOLD, 22)
    assert (asked_for(), progress.count(), progress.waiting()) == (3, 22, [])


def test_a_mistake_in_one_leaves_the_others_and_is_tried_again(first_town, capsys) -> None:
    village, _ = district.town_of(20)
    name = f"cunwei{village[6:]}"
    day = clock.today() - timedelta(days=90)
    of_no_office = open_account(
        username=name, name="无岗", password="long-enough-2026", phone="", by=SETUP, at=beijing(day)
    )
    district.load_rest(TOLD, 21)
    assert (asked_for(), progress.count(), progress.left_out()) == (1, 20, 1)
    assert "demo family 20" in capsys.readouterr().err
    give_post(
        user=of_no_office, office=Office.objects.get(code=f"{village}-village"),
        duty=Duty.VILLAGE_INTAKE, valid_from=day, by=SETUP, at=beijing(day),
    )  # fmt: skip
    district.load_rest(TOLD, 21)
    assert (asked_for(), progress.count(), progress.left_out()) == (2, 21, 0)


@pytest.mark.parametrize("page", ["/", "/sign-in/", "/sign-in/officer/"])
def test_the_first_pages_of_a_demo_show_how_far_it_is(
    first_town, client: Client, settings, page: str
) -> None:
    progress.begin(TOLD, {20: "沙头镇", 21: "沙头镇"})
    assert "demo-loading" not in client.get(page).content.decode()
    settings.DOUDI_MODE = "demo"
    shown = client.get(page).content.decode()
    assert 'max="21" value="19"' in shown
    assert "沙头镇" in shown
    progress.note(20)
    progress.note(21)
    assert "demo-loading" not in client.get(page).content.decode()
