"""我的信息: what is held, who looked, and taking consent back."""

import pytest

from doudi.audit.models import Entry
from doudi.common.actors import Citizen
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Hidden
from doudi.decisions.actions.volume import make_volume
from doudi.decisions.queries.withdrawn import withdrawn
from doudi.people.actions.notices import note_shown, withdraw_consent
from doudi.people.models import NoticeRead
from doudi.people.rules.notices import NOTICE_VERSION, notice_hash, notice_text
from tests.decisions.test_pages import keyed, play  # noqa: F401
from tests.factories import accounts, decisions, people

pytestmark = pytest.mark.django_db
AT = beijing(decisions.DECIDED, 15)


def signed(case):
    people.signed(case.request.application.household, case.person, at=beijing(decisions.ASKED))
    return case.person.authorisations.get()


def test_the_person_sees_what_is_held_and_from_whom(client, play):  # noqa: F811
    case, decision = decisions.decided()
    letter = signed(case)
    play(decisions.DECIDED)
    accounts.sign_in(client, case.citizen)
    page = client.get("/my-data/").content.decode()
    for words in ("刘桂英", "配偶", "转移收入", "1,200.00 元", letter.number, "2026-07 版"):
        assert words in page, words
    assert decision.office.name in page


def test_who_looked_is_an_office_and_a_duty_with_its_reason(client, play):  # noqa: F811
    case, _decision = decisions.decided()
    make_volume(request=case.request, purpose="年度归档", by=case.leader, at=AT)
    play(decisions.DECIDED)
    accounts.sign_in(client, case.reviewer)
    for _ in range(2):
        assert client.get(f"/desk/cases/{case.request.application.key}/").status_code == 200
    assert Entry.objects.filter(verb="read", noun="application").count() == 1
    accounts.sign_in(client, case.citizen)
    page = client.get("/my-data/looks/").content.decode()
    for words in ("打印了案卷", "年度归档", "乡镇（街道）审核", "县级复核", "查看了您家的申请"):
        assert words in page, words
    assert case.leader.name not in page
    assert case.reviewer.name not in page


def test_another_family_and_level_0_see_nothing(client, play):  # noqa: F811
    case, _decision = decisions.decided()
    letter = signed(case)
    play(decisions.DECIDED)
    accounts.sign_in(client, accounts.citizen(0))
    assert client.get("/my-data/").status_code == 403
    other, _ = decisions.decided()
    accounts.sign_in(client, other.citizen)
    assert client.get(f"/my-data/letters/{letter.pk}/").status_code == 404
    assert letter.number not in client.get("/my-data/").content.decode()


def test_consent_is_taken_back_and_the_town_sees_it(client, play):  # noqa: F811
    case, decision = decisions.decided()
    letter = signed(case)
    play(decisions.DECIDED)
    accounts.sign_in(client, case.citizen)
    page = f"/my-data/letters/{letter.pk}/"
    assert "不会因为撤回而停发" in client.get(page).content.decode()
    assert client.post(page, keyed()).status_code == 302
    letter.refresh_from_db()
    decision.refresh_from_db()
    assert letter.revoked_at is not None
    assert decision.decided_at is not None
    acceptor = accounts.officer("town_acceptor")
    assert list(withdrawn(acceptor, decisions.DECIDED)) == [letter]
    accounts.sign_in(client, acceptor)
    assert "刘桂英" in client.get("/desk/decisions/withdrawn/").content.decode()
    people.signed(
        case.request.application.household, case.person, at=beijing(decisions.DECIDED, 21)
    )
    assert not withdrawn(acceptor, decisions.DECIDED).exists()


def test_only_the_known_person_itself_withdraws():
    case = decisions.ready()
    letter = signed(case)
    with pytest.raises(Forbidden):
        withdraw_consent(letter=letter, by=Citizen(case.citizen.user_id, 0, ""), at=AT)
    with pytest.raises(Hidden):
        withdraw_consent(letter=letter, by=accounts.citizen(1), at=AT)


def test_the_notice_is_kept_with_its_version_once():
    case = decisions.ready()
    for _ in range(2):
        note_shown(noun="authorisation", key="1", person=case.person, by=case.citizen, at=AT)
    read = NoticeRead.objects.get()
    assert (read.version, read.text_hash) == (NOTICE_VERSION, notice_hash())


def test_the_notice_is_public_in_every_version(client):
    assert "谁在处理您的信息" in client.get("/privacy/").content.decode()
    assert client.get(f"/privacy/{NOTICE_VERSION}/").status_code == 200
    assert client.get("/privacy/1999-01/").status_code == 404
    assert "！" not in notice_text()


def test_my_data_asks_a_bounded_number_of_queries(client, play, django_assert_max_num_queries):  # noqa: F811
    case, _decision = decisions.decided()
    play(decisions.DECIDED)
    accounts.sign_in(client, case.citizen)
    with django_assert_max_num_queries(45):
        client.get("/my-data/")
    with django_assert_max_num_queries(30):
        client.get("/my-data/looks/")
