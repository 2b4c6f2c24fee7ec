"""The components as markup: what they show, and what they say when something is missing."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from doudi.common.refusals import Refusal
from doudi.ui.lines import CriterionRow, Entry, SheetLine, steps
from doudi.ui.nav import NavGroup, NavItem, current_url

DAY = date(2026, 11, 18)


def shown(source: str, **context: object) -> str:
    return Template("{% load doudi %}" + source).render(Context(context))


def words(html: str) -> str:
    return " ".join(html.split())


@pytest.mark.parametrize(
    ("fen", "text"),
    [(156000, "1,560.00"), (0, "0.00"), (-981240, "− 9,812.40"), (5, "0.05"), (None, "未知")],
)
def test_money_has_two_decimals_and_unknown_is_a_word(fen, text):
    assert text in shown("{% money fen %}", fen=fen)


def test_unknown_money_looks_different_from_zero():
    assert "unknown" in shown("{% money None %}")
    assert "unknown" not in shown("{% money 0 %}")


def test_state_without_colour_is_an_error():
    with pytest.raises(ValueError, match="green"):
        shown('{% state "好" "green" %}')


def test_state_escapes_its_word():
    assert "&lt;b&gt;" in shown("{% state word 'ok' %}", word="<b>")


@pytest.mark.parametrize(
    ("days", "text", "kind"),
    [
        (-3, "已超 3 个工作日", "bad"),
        (0, "今天", "bad"),
        (2, "2 个工作日", "wait"),
        (4, "4 个工作日", "ok"),
        (None, "无时限", "ok"),
    ],
)
def test_left_says_working_days(days, text, kind):
    html = shown("{% left days %}", days=days)
    assert text in html
    assert kind in html


def test_days_are_beijing_days():
    late = datetime(2026, 11, 17, 17, 30, tzinfo=UTC)
    assert shown("{{ at|cn_day }}", at=late) == "11 月 18 日"
    assert shown("{{ at|iso_moment }}", at=late) == "2026-11-18 01:30"
    assert shown("{{ at|cn_moment }}", at=late) == "11 月 18 日 01:30"
    assert shown("{{ day|iso_day }} {{ day|cn_date }}", day=DAY) == "2026-11-18 2026 年 11 月 18 日"
    assert shown("{{ none|cn_day }}{{ none|iso_day }}") == ""


def test_names_are_masked():
    assert shown('{{ "刘桂英"|masked }} {{ "张三"|masked }}') == "刘*英 张*"


def test_source_names_day_and_staleness():
    assert "医保局 · 截至 2026-11-18" in shown('{% source "医保局" day %}', day=DAY)
    assert "截至 11 月 18 日" in shown('{% source "医保局" day %}', day=DAY, face="phone")
    assert "已过更新期 6 天" in shown('{% source "公安" day stale_days=6 %}', day=DAY)
    assert "截至日期不详" in shown('{% source "本人申报" %}')


def test_request_keys_differ():
    assert shown("{% request_key %}") != shown("{% request_key %}")


def test_button_with_a_reason_is_disabled_and_says_why():
    reason = Refusal("posting.open", "公示还有 3 天。")
    html = shown('{% button "决定" reason %}', reason=reason)
    assert "disabled" in html
    assert "公示还有 3 天。" in html
    assert "disabled" not in shown('{% button "决定" reason %}', reason=None)


def test_sheet_says_when_lines_do_not_add_up():
    good = [SheetLine("甲", 100), SheetLine("乙", -30), SheetLine("合计", 70, total=True)]
    bad = [SheetLine("甲", 100), {"label": "合计", "fen": 90, "total": True}]
    assert "不一致" not in shown("{% sheet lines check=True %}", lines=good)
    assert "不一致" in shown("{% sheet lines check=True %}", lines=bad)
    assert "不一致" not in shown("{% sheet lines %}", lines=bad)


def test_criteria_show_unknown_apart_from_met():
    rows = [
        CriterionRow("收入", "1 元", "< 2 元", "met"),
        CriterionRow("存款", "", "≤ 3 元", "unknown"),
        CriterionRow("车", "1 辆", "0 辆", "not_met"),
        CriterionRow("人", "3 人", "", None),
    ]
    html = shown("{% criteria rows %}", rows=rows)
    assert all(word in html for word in (">符合<", "未知", "不符合", "待核实"))


def test_steps_are_words_too():
    now = words(shown("{% steps list %}", list=steps(["提交", "受理", "决定"], 1)))
    assert "第 2 步，共 3 步：受理" in now
    assert 'aria-current="step"' in now
    assert "3 步都已办完" in shown("{% steps list %}", list=steps(["提交", "受理", "决定"], 3))
    assert words(shown("{% steps list %}", list=[])) == ""


def test_timeline_has_no_day_for_what_is_to_come():
    html = shown("{% timeline list %}", list=[Entry("提交", "ok", DAY, "本人"), Entry("公示")])
    assert html.count("<time>") == 1


class Form(forms.Form):
    name = forms.CharField(label="姓名", help_text="与身份证上一样。")
    home = forms.ChoiceField(label="户口", choices=[("a", "农业")], widget=forms.RadioSelect)
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea)


def test_field_joins_label_help_and_error():
    form = Form({"name": ""})
    html = shown("{% field form.name %}{% field form.home %}{% field form.note %}", form=form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "<fieldset" in html
    assert 'aria-invalid="true"' in html
    assert html.count("（选填）") == 1
    assert "请填写“姓名”。" in html
    assert "请选择“户口”。" in html


def test_errors_link_to_their_fields_and_keep_the_refusal():
    form = Form({"name": ""})
    html = shown("{% errors form refusal %}", form=form, refusal=Refusal("x", "请先受理。"))
    assert 'href="#id_name"' in html
    assert 'href="#id_home"' in html
    assert "请先受理。" in html
    assert words(shown("{% errors form %}", form=Form())) == ""


def test_signature_keeps_only_a_png():
    kept = "data:image/png;base64,AAAA"
    assert kept in shown('{% signature "sign" value=v %}', v=kept)
    assert "javascript" not in shown('{% signature "sign" value=v %}', v="javascript:alert(1)")
    assert "sign_in_person" in shown('{% signature "sign" %}')
    assert "sign_in_person" not in shown('{% signature "sign" in_person=False %}')


def test_pager_keeps_the_query():
    request = RequestFactory().get("/list/?order=due&page=2")
    page = Paginator(range(500), 50).page(2)
    template = Template("{% load doudi %}{% pager page %}")
    html = template.render(RequestContext(request, {"page": page}))
    assert "order=due&amp;page=3" in html
    assert "共 500 条" in html


def test_the_longest_beginning_is_the_current_item():
    items = [NavItem("全部", "/desk/"), NavItem("公示", "/desk/postings/", 3)]
    assert current_url([NavGroup("", items)], "/desk/postings/7/") == "/desk/postings/"
    assert current_url([NavGroup("", items)], "/elsewhere/") == ""


def test_a_first_page_is_not_the_current_one_on_all_others():
    groups = [NavGroup("", [NavItem("今天", "/desk/", exact=True)])]
    assert current_url(groups, "/desk/") == "/desk/"
    assert current_url(groups, "/desk/cases/7/") == ""
