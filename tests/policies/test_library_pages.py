"""The policy library in the browser: found by words, opened in one click, the same for everyone."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from doudi.common.actors import System
from doudi.policies.actions import store_bundle
from doudi.policies.models import Document
from doudi.policies.rules.library import documents
from doudi.policies.rules.parameters import bundle_for
from doudi.policies.rules.registry import programmes
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db


def page(name, *args, **query):
    answer = Client().get(reverse(name, args=args), query)
    assert answer.status_code == 200, (name, args)
    return answer.content.decode()


def test_every_document_and_programme_has_its_page():
    for one in documents():
        assert one.title in page("policies_document", one.code)
    for code in programmes():
        page("policies_programme", code)


def test_a_criterion_leads_to_the_article_and_to_the_parameters():
    text = page("policies_programme", "dibao")
    url = reverse("policies_document", args=["social_assistance_law"])
    number = [one.at for one in documents()[1].articles]
    assert f'href="{url}#a' in text
    assert 'id="a1"' in page("policies_document", "social_assistance_law")
    assert number
    assert reverse("policies_values", args=["430902", "dibao"]) in text
    values = page("policies_values", "430902", "dibao")
    assert "5,016.00 元/年" in values
    assert "版本号" in values


def test_the_law_says_what_it_changed():
    text = page("policies_document", "social_assistance_law")
    assert "一倍以上三倍以下" in text
    assert "急难发生地" in text
    assert "听取本人意见" in text


def test_search_finds_title_number_and_words_of_the_text():
    assert "最低生活保障审核确认办法" in page("policies_index", q="民发〔2021〕57号")
    assert "常州市政协十五届二次会议" in page("policies_index", q="一证一书")
    assert "没有找到" in page("policies_index", q="独角兽")
    assert "临时救助" in page("policies_index", q="小额快救")


def test_standards_have_a_table_and_a_chart():
    text = page("policies_standards", "430902")
    assert "4,600.00 元/年" in text
    assert text.count("<svg") >= 2
    assert 'role="img"' in text


def test_a_programme_known_from_memory_says_no_amount():
    text = page("policies_programme", "medical_aid")
    assert "只能初步判断" in text
    assert "元/月" not in text


def test_what_does_not_exist_is_not_found():
    client = Client()
    for name, args in (
        ("policies_document", ["none"]),
        ("policies_document", ["own-1"]),
        ("policies_programme", ["none"]),
        ("policies_standards", ["99"]),
        ("policies_values", ["99", "dibao"]),
        ("policies_version", ["abc"]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_an_own_document_goes_from_the_form_to_the_public_page():
    reviewer, leader = accounts.officer("county_reviewer"), accounts.officer("county_leader")
    one, other = Client(), Client()
    accounts.sign_in(one, reviewer)
    accounts.sign_in(other, leader)
    given = {
        "place": "430902",
        "kind": "local",
        "title": "关于低保标准的通知",
        "number": "资民发〔2026〕1号",
        "issuer": "资阳区民政局",
        "from_on": "2027-01-01",
        "source": "档案",
        "read_on": "2026-01-01",
        "standing": "confirmed",
        "summary": "低保标准调整。",
        "programmes": ["dibao"],
        "text": "第一段。\n第二段。",
    }
    assert one.post(reverse("policies_new_document"), {**given, "title": ""}).status_code == 422
    assert one.post(reverse("policies_new_document"), given).status_code == 302
    row = Document.objects.get()
    assert one.post(reverse("policies_check_document", args=[row.pk])).status_code == 409
    assert (
        "由另一人核对" in one.get(reverse("policies_own_document", args=[row.pk])).content.decode()
    )
    assert other.post(reverse("policies_check_document", args=[row.pk])).status_code == 302
    assert "第二段。" in page("policies_document", f"own-{row.pk}")
    assert given["title"] in page("policies_programme", "dibao")
    assert given["title"] in page("policies_documents")
    correct = reverse("policies_correct_document", args=[row.pk])
    assert given["title"] in one.get(correct).content.decode()
    ended = {"until_on": "2028-01-01", "ended_by": ""}
    assert one.post(correct, {**given, **ended}).status_code == 422
    assert one.post(correct, {**given, **ended, "ended_by": "新通知"}).status_code == 302
    newer = Document.objects.latest("pk")
    assert newer.replaces_id == row.pk
    reject = reverse("policies_reject_document", args=[newer.pk])
    assert other.post(reject, {"reason": ""}).status_code == 422
    assert other.post(reject, {"reason": "还没有废止"}).status_code == 302
    assert (
        "还没有废止" in one.get(reverse("policies_own_document", args=[newer.pk])).content.decode()
    )
    assert given["title"] in one.get(reverse("policies_own_documents")).content.decode()


def test_the_parameters_of_a_decision_stay_to_be_seen(at):
    found = bundle_for("430902", date(2026, 9, 1))
    store_bundle(bundle=found, by=System("test"), at=at)
    assert "5,016.00 元/年" in page("policies_version", found.hash)


def test_a_verdict_leads_to_the_law_and_to_its_parameters():
    case, _ = decisions.decided()
    officer = Client()
    accounts.sign_in(officer, accounts.officer("county_reviewer"))
    key = case.request.application.key
    text = officer.get(reverse("desk_case", args=[key])).content.decode()
    law = reverse("policies_document", args=["social_assistance_law"])
    assert f'href="{law}#a' in text
    assert "/policies/versions/" in text
