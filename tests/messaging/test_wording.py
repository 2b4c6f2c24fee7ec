"""What a phone shows while it is locked tells a neighbour nothing."""

import importlib

import pytest
from django.apps import apps

from doudi.messaging import rules

for config in apps.get_app_configs():
    if config.name.startswith("doudi."):
        try:
            importlib.import_module(f"{config.name}.rules.messages")
        except ModuleNotFoundError:
            continue
REAL = sorted(code for code in rules.TEMPLATES if not code.startswith("tests."))
VALUES = {
    "programme": "最低生活保障", "office": "资阳区长春镇人民政府", "place": "甘溪港村",
    "number": "SL20260914001", "month": "2026 年 10 月", "link": "/s/x", "code": "482913",
}  # fmt: skip


def on_the_phone(code: str) -> str:
    found = rules.TEMPLATES[code]
    values = {name: VALUES.get(name, "9 月 14 日") for name in found.fields}
    return rules.on_a_phone(found, values, found.short, found.text)


@pytest.mark.parametrize("code", REAL)
def test_no_word_of_need_programme_or_amount_on_a_locked_screen(code):
    said = on_the_phone(code)
    for word in ("低保", "困难", "救助", "贫困", "补贴", "保障", "元", "到账"):
        assert word not in said, f"{code}: {said}"
    assert len(said) <= 70, "one text message"


@pytest.mark.parametrize("code", REAL)
def test_no_title_tells_of_need(code):
    assert not rules.tells_of_need(rules.TEMPLATES[code].title), code


@pytest.mark.parametrize("code", REAL)
def test_no_template_has_a_name_a_sum_or_a_number_of_a_person(code):
    forbidden = {"name", "amount", "sum", "fen", "money", "phone", "identity", "account"}
    assert not forbidden & rules.TEMPLATES[code].fields


def test_a_value_that_tells_of_need_turns_the_text_into_news():
    made = rules.register("tests.office", "新消息", "请到{office}。", ("office",))
    said = rules.on_a_phone(made, {"office": "社会救助服务中心"}, made.short, made.text)
    assert said == rules.NEWS


def test_a_short_text_takes_places_of_the_text_only():
    with pytest.raises(rules.WrongValues):
        rules.register("tests.short", "新消息", "{place}", ("place",), short="{other}")
