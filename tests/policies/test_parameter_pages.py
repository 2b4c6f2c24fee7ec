"""Parameters on the desk: proposed with the published unit, checked by a second, or sent back."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.policies import queries
from doudi.policies.actions import check_value, propose_value, reject_value
from doudi.policies.models import ParameterValue
from doudi.policies.queries.standards import history, missing
from doudi.policies.rules.parameters import shipped_values
from doudi.policies.rules.scenarios import as_written, written_value
from tests.factories import accounts

pytestmark = pytest.mark.django_db
PLACE, KEY = "430902", "dibao.standard.rural"


@pytest.fixture
def reviewer():
    return accounts.officer("county_reviewer")


@pytest.fixture
def leader():
    return accounts.officer("county_leader")


def desk(by):
    client = Client()
    accounts.sign_in(client, by)
    return client


def filled(**more):
    given = {
        "value": "5400", "period": "year", "from_on": "2027-01-01", "until_on": "",
        "basis": "资民发〔2026〕1号", "standing": "confirmed", "taken_from": "",
    }  # fmt: skip
    return given | more


def proposed(by, at, **more):
    given = {
        "place": PLACE, "key": KEY, "value": 540000, "period": "year",
        "from_on": date(2027, 1, 1), "until_on": None, "basis": "某文件",
        "standing": "confirmed",
    }  # fmt: skip
    return propose_value(**{**given, **more}, by=by, at=at)


def page_of(key=KEY, place=PLACE):
    return reverse("policies_parameter", args=[place, key])


def test_values_in_force_stand_by_programme_with_their_standing(reviewer):
    text = desk(reviewer).get(reverse("policies_list")).content.decode()
    assert "农村低保标准" in text
    assert "5,016.00 元/年" in text
    assert "见于转载" in text
    assert "提出新值" in text


def test_one_proposes_another_checks_and_it_holds_from_its_day(reviewer, leader):
    answer = desk(reviewer).post(page_of(), filled())
    assert answer.status_code == 302, answer.content.decode()
    row = ParameterValue.objects.get()
    assert (row.value, row.period, row.place) == (540000, "year", PLACE)
    assert desk(reviewer).post(reverse("policies_check", args=[row.pk])).status_code == 409
    assert (
        "由另一人核对"
        in desk(reviewer).get(reverse("policies_proposal", args=[row.pk])).content.decode()
    )
    assert desk(leader).post(reverse("policies_check", args=[row.pk])).status_code == 302
    before = queries.bundle_for(PLACE, date(2026, 12, 31)).value(KEY)
    assert before["amount_fen"] == 501600
    assert queries.bundle_for(PLACE, date(2027, 1, 1)).value(KEY)["amount_fen"] == 540000
    assert [one.text for one in history(PLACE, KEY)][:2] == ["5,400.00 元/年", "5,016.00 元/年"]


def test_sent_back_with_a_reason_and_never_without(reviewer, leader, at):
    row = proposed(reviewer, at)
    url = reverse("policies_reject", args=[row.pk])
    assert desk(leader).post(url, {"reason": ""}).status_code == 422
    assert desk(leader).post(url, {"reason": "文件上是 5300 元"}).status_code == 302
    row.refresh_from_db()
    assert row.reject_reason == "文件上是 5300 元"
    with pytest.raises(Refusal) as told:
        check_value(value=row, by=leader, at=at)
    assert told.value.code == "policies.rejected"
    text = desk(leader).get(page_of()).content.decode()
    assert "文件上是 5300 元" in text


def test_a_mistake_is_put_right_and_both_stay(reviewer, leader, at):
    wrong = check_value(value=proposed(reviewer, at, value=5400), by=leader, at=at)
    right = proposed(leader, at, value=540000, replaces=wrong)
    check_value(value=right, by=reviewer, at=at)
    assert queries.bundle_for(PLACE, date(2027, 2, 1)).value(KEY)["amount_fen"] == 540000
    wrong.refresh_from_db()
    assert wrong.superseded_at == at
    assert wrong.value == 5400
    text = desk(leader).get(page_of()).content.decode()
    assert "已改正" in text


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        (KEY, {"value": "-1"}, "负数"),
        (KEY, {"value": ""}, "请填写"),
        (KEY, {"from_on": ""}, "请填写"),
        (KEY, {"until_on": "2026-12-31"}, "停止日期要晚于开始日期"),
        (KEY, {"standing": "assumed"}, "推定的值要写明取自哪里"),
        ("edge.multiple", {"value": "3", "den": "0"}, "1"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(reviewer, key, given, sentence):
    answer = desk(reviewer).post(page_of(key), filled(**given))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ParameterValue.objects.exists()


def test_a_day_with_two_values_is_refused_at_the_proposal(reviewer, leader, at):
    check_value(value=proposed(reviewer, at), by=leader, at=at)
    answer = desk(reviewer).post(page_of(), filled())
    assert answer.status_code == 422
    assert "这段日期已有经核对的值" in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("edge.multiple", {"value": "8", "den": "5"}, {"num": 8, "den": 5}),
        ("rounding.rule", {"value": "ceil_household_yuan"}, "ceil_household_yuan"),
        ("extras.elder.age", {"value": "80"}, 80),
        ("exclude.basic_pension.until", {"value": "2027-06"}, {"month": "2027-06"}),
        ("property.vehicle.exempt_fen", {"value": "30000"}, 3000000),
        ("income.excluded", {"value": ["dibao", "tekun"]}, ["dibao", "tekun"]),
    ],
)
def test_each_kind_of_value_is_proposed_as_it_is_published(reviewer, key, given, kept):
    answer = desk(reviewer).post(page_of(key), filled(period="", **given))
    assert answer.status_code == 302, answer.content.decode()
    assert ParameterValue.objects.get().value == kept


def test_another_district_neither_sees_nor_changes(at, reviewer):
    stranger = accounts.officer("county_leader", accounts.CHANGZHOU_VILLAGE)
    row = proposed(reviewer, at)
    client = desk(stranger)
    assert client.get(page_of()).status_code == 403
    assert client.post(reverse("policies_check", args=[row.pk])).status_code == 403
    with pytest.raises(Forbidden):
        proposed(stranger, at)
    with pytest.raises(Forbidden):
        reject_value(value=row, reason="不对", by=stranger, at=at)


def test_an_auditor_reads_and_changes_nothing(at, reviewer):
    auditor = accounts.officer("auditor")
    row = proposed(reviewer, at)
    client = desk(auditor)
    assert "提出新值" not in client.get(page_of()).content.decode()
    assert client.post(page_of(), filled()).status_code in {403, 422}
    assert client.post(reverse("policies_check", args=[row.pk])).status_code == 403
    assert ParameterValue.objects.count() == 1


def test_the_nation_is_not_for_a_district(at, reviewer):
    with pytest.raises(Forbidden):
        proposed(reviewer, at, place="00", key="extras.elder.age", value=80, period="")


def test_a_key_or_way_of_writing_that_no_rule_knows_is_refused(at, reviewer):
    for more in (
        {"key": "no.such.key"},
        {"value": 540000, "period": ""},
        {"key": "rounding.rule", "value": "up", "period": ""},
    ):
        with pytest.raises(Refusal):
            proposed(reviewer, at, **more)


def test_a_missing_value_is_said_by_programme_and_name():
    found = dict(missing("110101", date(2026, 11, 1)))
    (dibao,) = [names for one, names in found.items() if one.code == "dibao"]
    assert "城市低保标准" in dibao


def test_what_waits_is_counted_in_the_tray(at, reviewer, leader):
    proposed(reviewer, at)
    text = desk(leader).get(reverse("policies_proposals")).content.decode()
    assert "参数待核对" in text
    assert "农村低保标准" in text


def test_a_proposal_and_its_key_lead_to_a_trial_of_what_is_proposed(reviewer):
    made = {"from_on": date(2027, 1, 1), "at": beijing(date(2026, 11, 20))}
    row = proposed(reviewer, **made)
    proposed(reviewer, key="dibao.standard.urban", value=70000, period="month", **made)
    proposed(reviewer, key="payment.cut_off_day", value=6, period="", **made)
    page = desk(reviewer).get(reverse("policies_proposal", args=[row.pk])).content.decode()
    address = unescape(re.search(r'href="([^"]+simulations/new/[^"]+)"', page)[1])
    assert address.endswith("set=dibao.standard.rural%3D5400&set=dibao.standard.urban%3D700")
    assert address in unescape(desk(reviewer).get(page_of()).content.decode())
    form = desk(reviewer).get(address).content.decode()
    assert '<option value="dibao.standard.rural" selected>' in form
    assert 'value="5400"' in form


def test_what_is_in_force_is_tried_over_the_day_before_it(reviewer, leader):
    row = proposed(reviewer, beijing(date(2026, 11, 20)), from_on=date(2026, 11, 1))
    check_value(value=row, by=leader, at=beijing(date(2026, 11, 20)))
    page = desk(reviewer).get(reverse("policies_proposal", args=[row.pk])).content.decode()
    assert "on=2026-10-31&amp;set=dibao.standard.rural%3D5400" in page


def test_without_a_proposal_the_value_of_a_trial_is_left_to_be_written(reviewer):
    page = desk(reviewer).get(page_of()).content.decode()
    address = unescape(re.search(r'href="([^"]+simulations/new/[^"]+)"', page)[1])
    assert address.endswith("set=dibao.standard.rural")
    form = desk(reviewer).get(address).content.decode()
    assert '<option value="dibao.standard.rural" selected>' in form
    assert not re.search(r'name="a_value_0"[^>]*value=', form)


def test_what_no_rule_reads_is_not_tried(reviewer):
    page = desk(reviewer).get(page_of("payment.cut_off_day")).content.decode()
    assert "simulations/new" not in page


def same(one, other):
    """Equal as published; 60% is 3/5."""
    if isinstance(one, dict) and "num" in one:
        return one["num"] * other["den"] == other["num"] * one["den"]
    return one == other


def test_what_is_written_into_a_trial_is_read_back():
    wrong = [
        one.key
        for one in shipped_values()
        if (text := as_written(one.value, one.value))
        and not same(written_value(one.key, text, one.value), one.value)
    ]
    assert wrong == []


def test_an_amount_of_another_period_is_left_to_be_written():
    assert not as_written({"amount_fen": 1, "period": "year"}, {"amount_fen": 1, "period": "month"})
