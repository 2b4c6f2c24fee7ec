"""The pages of policy simulation: form, waiting, result, CSV, and who may open them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.common.clock import beijing
from doudi.supervision import models
from doudi.supervision.tasks import simulate
from tests.factories import accounts, decisions, supervision

AT = beijing(decisions.PROPOSED, 9)
FORM = {
    "title": "提标试算", "place": "430902", "source": "synthetic", "households": "300", "seed": "7",
    "on": "2026-09-14", "a_key_0": "dibao.standard.rural", "a_value_0": "6000",
    "b_key_0": "edge.multiple", "b_value_0": "200%",
}  # fmt: skip


@pytest.fixture
def client(db):
    accounts.place("430902")
    made = Client()
    accounts.sign_in(made, accounts.officer("county_reviewer"))
    return made


def test_from_the_form_to_the_tables(client):
    page = client.get("/desk/supervision/simulations/new/?set=dibao.standard.rural")
    assert "5016 元/年，2023-01-01 起" in page.content.decode()
    assert '<option value="dibao.standard.rural" selected>' in page.content.decode()
    answer = client.post("/desk/supervision/simulations/new/", FORM)
    assert answer.status_code == 302, answer.content.decode()
    one = models.Simulation.objects.get()
    assert one.scenarios[0]["changes"][0]["value"] == {"amount_fen": 600000, "period": "year"}
    assert one.scenarios[1]["changes"][0]["value"] == {"num": 2, "den": 1}
    assert "正在计算" in client.get(answer["Location"]).content.decode()
    simulate(one.pk)
    text = client.get(answer["Location"]).content.decode()
    for words in ("方案一", "方案二", "农村低保标准改为 6000 元/年", "悬崖", "独居老人",
                  "<svg", "导出全部数字"):  # fmt: skip
        assert words in text
    assert "提标试算" in client.get("/desk/supervision/simulations/").content.decode()


def test_an_address_fills_in_the_form(client):
    address = "/desk/supervision/simulations/new/?place=430902&on=2022-12-31"
    given = "&set=dibao.standard.rural%3D5016&set=dibao.standard.urban%3D650&set=payment.no%3D1"
    text = client.get(address + given).content.decode()
    assert '<option value="dibao.standard.rural" selected>农村低保标准（4600 元/年，' in text
    assert '<option value="dibao.standard.urban" selected>城市低保标准（600 元/月，' in text
    for value in ("5016", "650", "2022-12-31", "农村低保标准、城市低保标准"):
        assert f'value="{value}"' in text
    assert "payment.no" not in text
    assert ">dibao." not in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"a_value_0": "很多"}, "请写金额"),
        ({"a_value_0": ""}, "参数和数值要一起填"),
        ({"a_key_0": "", "a_value_0": "", "b_key_0": "", "b_value_0": ""}, "请至少选一个参数"),
        ({"b_value_0": "一倍半"}, "请写倍数或比例"),
        ({"a_key_1": "dibao.standard.rural", "a_value_1": "7000"}, "只能改一次"),
        ({"source": "published"}, "还没有测算数据"),
        ({"households": "9"}, "100"),
        ({"place": "3204"}, "地方"),
    ],
)
def test_what_is_written_wrongly_is_said_beside_the_field(client, changed, sentence):
    answer = client.post("/desk/supervision/simulations/new/", FORM | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not models.Simulation.objects.exists()


def test_the_file_is_asked_for_with_a_purpose(client):
    by = accounts.officer("county_leader")
    one = supervision.computed(accounts.place("430902"), by, AT)
    path = f"/desk/supervision/csv/{one.key}/"
    assert client.post(path, {"purpose": ""}).status_code == 422
    assert client.post(path, {"purpose": "电话 13900001111"}).status_code == 422
    answer = client.post(path, {"purpose": "报局长办公会"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")


def test_the_dataset_is_asked_for_by_button(client):
    answer = client.post("/desk/supervision/inputs/publish/", {"place": "430902"})
    assert answer.status_code == 302
    assert models.Publication.objects.get().state == "waiting"


def test_another_district_sees_nothing(client):
    by = accounts.officer("county_reviewer")
    one = supervision.computed(accounts.place("430902"), by, AT)
    other = Client()
    accounts.sign_in(other, accounts.officer("county_reviewer", accounts.CHANGZHOU_VILLAGE))
    assert other.get(f"/desk/supervision/simulations/{one.key}/").status_code == 404
    assert one.title not in other.get("/desk/supervision/simulations/").content.decode()


def test_an_auditor_is_told_that_small_numbers_are_left_out(client):
    one = supervision.computed(accounts.place("430902"), accounts.officer("county_reviewer"), AT)
    other = Client()
    accounts.sign_in(other, accounts.officer("auditor"))
    text = other.get(f"/desk/supervision/simulations/{one.key}/").content.decode()
    assert "不足 3 户的数字不显示" in text
    assert "&lt;3" in text


def test_the_list_takes_the_same_number_of_questions(client):
    by = accounts.officer("county_reviewer")
    asked = []
    for _ in range(3):
        supervision.asked(accounts.place("430902"), by, AT)
        with CaptureQueriesContext(connection) as found:
            client.get("/desk/supervision/simulations/")
        asked.append(len(found))
    assert asked[1] == asked[2]
