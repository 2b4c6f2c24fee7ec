from datetime import date

import pytest

from doudi.common.clock import beijing
from doudi.people.models import KinFiling
from doudi.people.queries.kin import relatives_of
from doudi.people.trays import trays
from tests.factories import accounts, kin, people

pytestmark = pytest.mark.django_db
OWN = "/desk/people/kin/"


@pytest.fixture
def clerk(client):
    return accounts.sign_in(client, accounts.officer("village_intake"))


def lines(*rows, **more):
    found = {"kin-TOTAL_FORMS": "6", "kin-INITIAL_FORMS": "0"}
    for n in range(6):
        relation, name, number = rows[n] if n < len(rows) else ("", "", "")
        found |= {f"kin-{n}-relation": relation, f"kin-{n}-name": name, f"kin-{n}-number": number}
    return found | more


def test_filing_on_the_own_page(client, clerk) -> None:
    number = people.identity_number(date(1980, 5, 5))
    assert client.post(OWN, lines(("sibling", "曾小红", number))).status_code == 302
    page = client.get(OWN).content.decode()
    assert "曾小红" in page
    assert number not in page
    assert "已备案" in page


def test_none_is_said_and_nothing_is_asked(client, clerk) -> None:
    answer = client.post(OWN, lines())
    assert answer.status_code == 422
    assert "没有近亲属需要申报" in answer.content.decode()
    assert client.post(OWN, lines(none="1")).status_code == 302
    assert KinFiling.objects.get().entries.count() == 0


def test_faults_stand_beside_their_line(client, clerk) -> None:
    answer = client.post(OWN, lines(("sibling", "曾小红", "12")))
    assert answer.status_code == 422
    assert "18 位" in answer.content.decode()
    answer = client.post(OWN, lines(("", "曾小红", "")))
    assert answer.status_code == 422
    assert not KinFiling.objects.exists()


def test_what_is_still_so_is_kept(client, clerk) -> None:
    filing = kin.filed(
        clerk, beijing(date(2026, 1, 5)), people.person("曾红"), people.person("曾刚")
    )
    red = next(one for one in relatives_of(filing) if one.name == "曾红")
    assert client.post(OWN, lines(keep=str(red.id))).status_code == 302
    now = KinFiling.objects.get(superseded_at=None)
    assert [one.name for one in relatives_of(now)] == ["曾红"]
    assert now.entries.get().number_index is not None


def test_the_register_shows_no_relative_until_a_purpose_is_given(client) -> None:
    clerk = accounts.officer("town_acceptor")
    filing = kin.filed(clerk, beijing(date(2026, 1, 5)), people.person("曾红"))
    accounts.sign_in(client, accounts.officer("county_reviewer"))
    page = client.get(f"{OWN}register/").content.decode()
    assert clerk.name in page
    assert "曾红" not in page
    assert "曾红" not in client.get(f"{OWN}register/{filing.pk}/").content.decode()
    shown = client.post(f"{OWN}register/{filing.pk}/", {"purpose": "抽查比对"})
    assert "曾红" in shown.content.decode()


@pytest.mark.parametrize("duty", ["town_leader", "town_acceptor", "county_leader", "verifier"])
def test_no_town_opens_the_register(client, duty) -> None:
    accounts.sign_in(client, accounts.officer(duty))
    assert client.get(f"{OWN}register/").status_code == 403


def test_the_tray_asks_until_it_is_filed() -> None:
    clerk = accounts.officer("auditor")
    on = date(2026, 9, 14)
    assert [i.count for i in trays(clerk, on) if i.title == "近亲属备案"] == [1]
    kin.filed(clerk, beijing(on))
    assert [i.count for i in trays(clerk, on) if i.title == "近亲属备案"] == [None]
