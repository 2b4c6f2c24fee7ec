import pytest

from doudi.accounts.models import CitizenLevel
from doudi.portal.rules import Standing, steps_done
from tests.factories import accounts, applications, decisions

pytestmark = pytest.mark.django_db


def body(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("done", range(7))
def test_the_first_open_station_is_where_the_family_is(done):
    standing = Standing(*(n < done for n in range(6)))
    assert steps_done(standing) == done


def test_a_gap_is_not_jumped_over():
    assert steps_done(Standing(True, True, False, True, True, True)) == 2


def test_the_first_page_is_for_anyone_and_names_nobody(client):
    text = body(client.get("/"))
    assert "我要申请" in text
    assert "12345" in text


def test_a_known_person_reads_the_sum_and_the_reason(client):
    case, _ = decisions.decided()
    accounts.sign_in(client, case.citizen)
    text = body(client.get(f"/cases/{case.request.application.key}/"))
    assert "每月的钱是怎么算的" in text
    assert "元/月" in text


def test_a_phone_alone_sees_the_progress_and_no_sum(client):
    case, _ = decisions.decided()
    CitizenLevel.objects.filter(user_id=case.citizen.user_id).delete()
    accounts.sign_in(client, case.citizen)
    answer = client.get(f"/cases/{case.request.application.key}/")
    assert answer.status_code == 200
    assert case.request.application.number in body(answer)
    assert "元/月" not in body(answer)
    assert "刘桂英" not in body(answer)
    assert "出示身份证" in body(answer)


def test_a_stranger_does_not_learn_that_a_case_exists(client):
    made = applications.submitted()
    accounts.sign_in(client, accounts.citizen(1))
    assert client.get(f"/cases/{made.key}/").status_code == 404


def test_the_first_page_stays_within_a_bound_of_queries(client, django_assert_max_num_queries):
    case, _ = decisions.decided()
    accounts.sign_in(client, case.citizen)
    client.get("/")
    with django_assert_max_num_queries(40):
        client.get("/")


def test_the_phone_s_page_is_nowhere_but_in_a_trial(client, settings):
    assert client.get("/phone/").status_code == 200
    settings.TRIAL = False
    assert client.get("/phone/").status_code == 404


def test_a_begun_application_is_gone_on_with_in_the_same_sign_in_alone(client):
    known = accounts.citizen(0)
    begun = applications.draft(by=accounts.sign_in(client, known))
    assert f"/cases/{begun.key}/" in body(client.get("/"))
    answer = client.get(f"/cases/{begun.key}/", follow=True)
    assert answer.redirect_chain == [(f"/apply/{begun.key}/members/", 302)]
    assert answer.status_code == 200
    client.logout()
    accounts.sign_in(client, known)
    later = client.get(f"/cases/{begun.key}/")
    assert later.status_code == 200
    assert "请重新填一份" in body(later)
    assert "点开继续填写" not in body(later)
