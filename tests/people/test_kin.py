"""近亲属备案: who files, who reads, whom it concerns."""

from datetime import date

import pytest

from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.people.actions.kin import Named, file_kin, open_filing
from doudi.people.models import KinEntry, KinFiling
from doudi.people.queries.kin import (
    check_not_kin,
    filings_in_reach,
    hits,
    hits_of_households,
    is_kin,
    needs_filing,
)
from tests.factories import accounts, kin, people

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 14)
AT = beijing(ON)


@pytest.fixture
def sister():
    return people.person("刘桂英")


@pytest.fixture
def home(sister):
    return people.household((sister, "self"))


@pytest.fixture
def clerk():
    return accounts.officer("town_acceptor")


def test_yearly_and_at_each_change_of_post(clerk) -> None:
    assert needs_filing(clerk.user_id, ON) == "yearly"
    filing = file_kin(relatives=[], by=clerk, at=AT)
    assert (filing.year, filing.reason) == (2026, "yearly")
    assert needs_filing(clerk.user_id, date(2026, 12, 31)) == ""
    assert needs_filing(clerk.user_id, date(2027, 1, 1)) == "yearly"
    user = accounts.User.objects.get(pk=clerk.user_id)
    accounts.post("town_leader", holder=user, valid_from=date(2026, 10, 1))
    assert needs_filing(clerk.user_id, date(2026, 9, 30)) == ""
    assert needs_filing(clerk.user_id, date(2026, 10, 1)) == "new_post"
    again = file_kin(relatives=[], by=clerk, at=beijing(date(2026, 10, 2)))
    assert again.reason == "new_post"
    assert needs_filing(clerk.user_id, date(2026, 10, 2)) == ""


def test_a_filing_replaces_the_one_before_and_both_stay(clerk, sister, home) -> None:
    kin.filed(clerk, AT, sister)
    assert is_kin(clerk.user_id, home, ON)
    correction = file_kin(relatives=[], by=clerk, at=AT)
    assert correction.reason == "correction"
    assert KinFiling.objects.count() == 2
    assert not is_kin(clerk.user_id, home, ON)


def test_nothing_personal_lies_open(clerk, sister) -> None:
    filing = kin.filed(clerk, AT, sister)
    entry = KinEntry.objects.get(filing=filing)
    assert "刘桂英".encode() not in bytes(entry.name_sealed)
    trail = Entry.objects.get(noun="kin_filing")
    assert "刘" not in str(trail.detail)
    assert trail.detail["entries"] == 1


def test_hits_name_member_and_filer(clerk, sister, home) -> None:
    kin.filed(clerk, AT, sister)
    found = hits(home, ON)
    assert [(one.person_id, one.user_id) for one in found] == [(sister.pk, clerk.user_id)]
    other = people.household((people.person("陈建国", sex="M"), "self"))
    assert list(hits_of_households([home.pk, other.pk], ON)) == [home.pk]


def test_nobody_acts_on_a_case_of_own_kin(clerk, sister, home) -> None:
    kin.filed(clerk, AT, sister)
    with pytest.raises(Forbidden) as no:
        check_not_kin(clerk, home, ON)
    assert no.value.code == "kin.own"
    check_not_kin(accounts.officer("town_acceptor"), home, ON)


@pytest.mark.parametrize(
    ("named", "code", "field"),
    [
        (Named("cousin", "刘强"), "kin.relation", "relation-0"),
        (Named("sibling", "  "), "kin.name", "name-0"),
        (Named("sibling", "刘强", "12"), "identity.unreadable", "number-0"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(clerk, named, code, field) -> None:
    with pytest.raises(Refusal) as no:
        file_kin(relatives=[named], by=clerk, at=AT)
    assert (no.value.code, no.value.field) == (code, field)
    assert not KinFiling.objects.exists()


def test_only_the_county_opens_it_and_says_why(clerk, sister) -> None:
    filing = kin.filed(clerk, AT, sister)
    county = accounts.officer("county_reviewer")
    assert list(filings_in_reach(county, ON)) == [filing]
    (found,) = open_filing(filing=filing, purpose="比对核查", by=county, at=AT)
    assert (found.name, found.number[6:14]) == ("刘桂英", "********")
    assert Entry.objects.filter(noun="kin_filing", verb="open").count() == 1
    with pytest.raises(Refusal) as no:
        open_filing(filing=filing, purpose=" ", by=county, at=AT)
    assert no.value.code == "kin.purpose"
    for stranger in (
        accounts.officer("town_leader"),
        accounts.officer("county_leader"),
        accounts.officer("county_reviewer", accounts.CHANGZHOU_VILLAGE),
    ):
        with pytest.raises(Forbidden):
            open_filing(filing=filing, purpose="比对核查", by=stranger, at=AT)
