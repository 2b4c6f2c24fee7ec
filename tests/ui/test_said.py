"""What data, rules and records say in the language that the reader chose."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from doudi.cli.catalogue import compile_catalogue
from doudi.common.language import in_chinese
from doudi.policies.rules.distance import distance
from doudi.ui.said import said


@pytest.fixture(autouse=True)
def _catalogue():
    compile_catalogue()


def shown(source: str, **context: object) -> str:
    return Template("{% load doudi %}" + source).render(Context(context))


def test_who_chose_nothing_reads_chinese():
    assert said("重度残疾") == "重度残疾"
    assert said("低于界线 12.00 元") == "低于界线 12.00 元"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("一年内没有购买或新建住房", "No home bought or built within one year"),
        (
            "服刑人员不计入（民发〔2021〕57号第七条）",
            "In prison: not counted (民发〔2021〕57号第七条)",
        ),
        ("2026 年 10 月", "Oct 2026"),
        ("2026 年 11 月 8 日", "8 Nov 2026"),
        ("大码头街道", "大码头街道"),
        ("5016 元/年", "5016 yuan/year"),
        (
            "本人申报 · 截至 2026-09-01 · 元/年",
            "Declared by the person · as of 2026-09-01 · yuan/year",
        ),
        ("没有经营；大码头街道", "Not in business; 大码头街道"),
    ],
)
def test_a_text_of_data_or_rules_is_said_in_english(chinese, english):
    with translation.override("en"):
        assert said(chinese) == english


def test_a_sentence_put_together_is_found_by_its_pattern():
    text = distance(500_00, 700_00, "fen_per_month", "met")
    with translation.override("en"):
        assert said(text) == (
            "Below the line by 200.00 yuan (a month); "
            "a change of more than this could change the result"
        )


def test_a_refusal_that_was_worded_in_chinese_is_said_in_english():
    with translation.override("en"):
        assert said("一次最多打印 200 份，请分批打印。").isascii()


def test_days_on_pages_follow_the_language_and_the_day_of_beijing():
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    with translation.override("en"):
        assert shown("{{ day|cn_date }}", day=date(2026, 11, 18)) == "18 Nov 2026"
        assert shown("{{ at|cn_moment }}", at=late) == "18 Nov 07:30"
    assert shown("{{ at|cn_moment }}", at=late) == "11 月 18 日 07:30"


def test_what_is_stored_is_worded_in_chinese_whatever_the_reader_chose():
    @in_chinese
    def worded() -> str:
        return translation.gettext("未知")

    with translation.override("en"):
        assert worded() == "未知"
        assert translation.gettext("未知") == "Unknown"


# The switch


@pytest.mark.django_db
def test_the_choice_is_kept_and_leads_back_to_the_page(client):
    answer = client.get("/ui/language/en/", {"next": "/policies/?x=1"})
    assert answer.status_code == 302
    assert answer["Location"] == "/policies/?x=1"
    assert answer.cookies["language"].value == "en"
    assert client.get("/ui/language/fr/").status_code == 404
    away = client.get("/ui/language/en/", {"next": "//elsewhere.example/"})
    assert away["Location"] == "/"


@pytest.mark.django_db
def test_a_page_says_its_language_and_offers_the_other(client):
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="zh-Hans"' in page
    assert "/ui/language/en/?next=%2Fsign-in%2F" in page
    client.cookies["language"] = "en"
    answer = client.get("/sign-in/")
    assert answer["Content-Language"] == "en"
    assert '<html lang="en"' in answer.content.decode()
    assert "/ui/language/zh-hans/" in answer.content.decode()


@pytest.mark.django_db
def test_a_browser_set_to_english_alone_changes_nothing():
    client = Client(headers={"accept-language": "en-US,en;q=0.9"})
    assert client.get("/sign-in/")["Content-Language"] == "zh-hans"
