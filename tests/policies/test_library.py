"""The library: one sentence for every fault, citations that lead somewhere, two persons."""

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
import yaml
from django.db import ProgrammingError, transaction

from doudi.audit.models import Entry
from doudi.common.refusals import Forbidden, Refusal
from doudi.policies.actions import check_document, propose_document, reject_document
from doudi.policies.actions.documents import Given
from doudi.policies.models import Document
from doudi.policies.queries.library import find_documents, open_document
from doudi.policies.rules.citing import pieces, programmes_of, resting_on
from doudi.policies.rules.library import (
    FOLDER,
    LibraryFault,
    document,
    documents,
    excerpt,
    says,
)
from doudi.policies.rules.parameters import shipped_values
from doudi.policies.rules.registry import PROGRAMMES, programmes, rule_files
from doudi.policies.rules.saying import in_words, titles
from tests.factories import accounts

PLACE = "430902"
GIVEN = Given(
    kind="local",
    title="关于调整低保标准的通知",
    number="资民发〔2026〕1号",
    issuer="资阳区民政局",
    issued_on=date(2026, 12, 1),
    from_on=date(2027, 1, 1),
    until_on=None,
    ended_by="",
    source="区民政局档案",
    read_on=date(2026, 8, 1),
    standing="confirmed",
    programmes=("dibao",),
    summary="农村低保标准调整。",
    text="农村低保标准提高到每年五千四百元。",
)


def folder_with(tmp_path, code, **change):
    """The library with one document changed as an official would."""
    folder = tmp_path / "library"
    shutil.copytree(FOLDER, folder)
    path = folder / f"{code}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, value in change.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issuer": None}, "decree_649.yaml：缺少 issuer"),
        ({"colour": "red"}, "没有这个字段：colour"),
        ({"kind": "poem"}, "kind 只能是"),
        ({"standing": "sure"}, "standing 只能是"),
        ({"from": "2014-05-32"}, "from 应为日期"),
        ({"until": date(2014, 1, 1), "ended_by": "x"}, "until 要晚于 from"),
        ({"until": date(2026, 7, 1)}, "有 until 就要写 ended_by"),
        ({"replaces": ["none"]}, "replaces 里没有这份文件：none"),
        ({"programmes": ["none"]}, "没有这个项目：none"),
        ({"articles": [{"at": "第九条"}]}, "articles 每条要有 at 与 about"),
        ({"articles": [{"at": "第九条", "about": "一"}] * 2}, "第九条 写了两次"),
        ({"number": "民发〔2021〕57号"}, "民发〔2021〕57号 已经是"),
    ],
)
def test_each_fault_is_one_sentence_with_its_file(tmp_path, change, sentence):
    with pytest.raises(LibraryFault) as told:
        documents(folder_with(tmp_path, "decree_649", **change))
    (line,) = str(told.value).splitlines()
    assert sentence in line


def test_what_is_no_yaml_says_the_line(tmp_path):
    folder = folder_with(tmp_path, "decree_649")
    (folder / "decree_649.yaml").write_text("title: [\nkind: law\n", encoding="utf-8")
    with pytest.raises(LibraryFault, match=r"decree_649.yaml 第 \d 行"):
        documents(folder)


def test_trap_42_the_law_changed_fine_place_and_hearing():
    law = document("social_assistance_law")
    assert law.from_on == date(2026, 7, 1)
    assert law.standing == "read in a mirror"
    what = {one.what: (one.before, one.after) for one in law.changes}
    assert "三倍以下" in what["骗取救助的罚款"][0]
    assert "二倍以下" in what["骗取救助的罚款"][1]
    assert "急难发生地" in what["临时救助向哪里申请"][1]
    assert "听取本人意见" in what["减发、停发之前"][1]


def test_old_procedure_ended_and_says_by_what():
    old = document("minfa_2012_220")
    assert not old.holds(date(2021, 7, 1))
    assert old.holds(date(2021, 6, 30))
    assert old.ended_by == "民发〔2021〕57号第四十二条"


def test_every_article_that_a_rule_cites_has_our_words():
    faults = [
        f"{file.name} {one.id}: {piece.text}"
        for code in programmes()
        for file in rule_files(code)
        for one in file.rule().criteria
        for piece in pieces(one.article, code)
        if piece.article.startswith("第") and not piece.anchor
    ]
    assert not faults


def test_citations_are_found_and_short_names_need_a_clear_space():
    def cut(text, programme=""):
        return [(one.text, one.document, one.article) for one in pieces(text, programme)]

    assert cut("法第十八条，57号第十三条、第十四条") == [
        ("法第十八条", "social_assistance_law", "第十八条"),
        ("，", "", ""),
        ("57号第十三条", "minfa_2021_57", "第十三条"),
        ("、", "", ""),
        ("第十四条", "minfa_2021_57", "第十四条"),
    ]
    assert cut("法律未写明") == [("法律未写明", "", "")]
    assert cut("民发〔2020〕57号") == [("民发〔2020〕57号", "", "")]
    assert cut("办法第四条", "rigid")[0][1] == "rigid_families"
    assert cut("办法第四条", "dibao") == [("办法第四条", "", "")]
    assert cut("医疗保障法第十一条")[0][1] == "medical_security_law"
    assert "".join(text for text, _, _ in cut("社会救助法第十八条。第三条")) == (
        "社会救助法第十八条。第三条"
    )


def test_documents_and_programmes_name_each_other():
    assert {"dibao", "edge", "tekun", "rigid"} <= set(programmes_of("social_assistance_law"))
    assert programmes_of("rigid_families") == ("expense_aid", "rigid")
    assert any(one.criterion == "dibao.2" for one in resting_on("minfa_2021_57"))


def test_words_are_found_whatever_their_width():
    assert says("民发〔2021〕57号", ["57号"])
    assert says("１０００元", ["1000元"])
    assert excerpt("标题\n从前往后数到第二行为止", ["第二行"], 2) == "…数到第二行为止"


def test_a_shipped_parameter_has_a_title_and_words():
    for one in shipped_values():
        assert one.key in titles(), f"name {one.key} in titles.yaml or its parameters.yaml"
        assert in_words(one.key, one.value)


def test_values_in_words():
    assert in_words("x", {"amount_fen": 501600, "period": "year"}) == "5,016.00 元/年"
    assert in_words("x", {"num": 30, "den": 100}) == "30%"
    assert in_words("x", {"num": 3, "den": 2}) == "1.5 倍"
    assert in_words("x", {"num": 1, "den": 3}) == "1/3"
    assert in_words("x", {"month": "2025-12"}) == "2025 年 12 月"
    assert in_words("gradual_exit.months", 6) == "6 个月"
    assert in_words("x_fen", 0) == "0.00 元"
    assert in_words("x", []) == "没有"


# --- a place's own documents -------------------------------------------------------------------


@pytest.fixture
def reviewer(db):
    return accounts.officer("county_reviewer")


@pytest.fixture
def leader(db):
    return accounts.officer("county_leader")


def titles_found(query):
    return [one.document.title for one in find_documents(query)]


def test_own_document_is_public_once_a_second_person_checked_it(reviewer, leader, at):
    row = propose_document(place=PLACE, given=GIVEN, by=reviewer, at=at)
    assert GIVEN.title not in titles_found("五千四百元")
    assert open_document(f"own-{row.pk}") is None
    with pytest.raises(Refusal) as told:
        check_document(document=row, by=reviewer, at=at)
    assert told.value.code == "policies.four_eyes"
    check_document(document=row, by=leader, at=at)
    assert titles_found("五千四百元") == [GIVEN.title]
    assert titles_found("资民发〔2026〕1号") == [GIVEN.title]
    assert open_document(f"own-{row.pk}")[0].text == GIVEN.text
    assert Entry.objects.filter(noun="document").count() == 2


def test_a_correction_replaces_and_both_stay(reviewer, leader, at):
    old = propose_document(place=PLACE, given=GIVEN, by=reviewer, at=at)
    with pytest.raises(Refusal):
        propose_document(place=PLACE, given=GIVEN, replaces=old, by=reviewer, at=at)
    old = check_document(document=old, by=leader, at=at)
    better = replace(GIVEN, title="关于调整农村低保标准的通知")
    new = propose_document(place=PLACE, given=better, replaces=old, by=reviewer, at=at)
    with pytest.raises(Refusal) as told:
        propose_document(place=PLACE, given=better, replaces=old, by=leader, at=at)
    assert told.value.code == "policies.replaced"
    assert titles_found("五千四百元") == [GIVEN.title]
    check_document(document=new, by=leader, at=at)
    assert titles_found("五千四百元") == [better.title]
    assert open_document(f"own-{old.pk}")[0].title == GIVEN.title


def test_sent_back_with_a_reason_it_never_appears(reviewer, leader, at):
    row = propose_document(place=PLACE, given=GIVEN, by=reviewer, at=at)
    with pytest.raises(Refusal):
        reject_document(document=row, reason=" ", by=leader, at=at)
    reject_document(document=row, reason="文号不对", by=leader, at=at)
    with pytest.raises(Refusal):
        check_document(document=row, by=leader, at=at)
    assert titles_found("五千四百元") == []


def test_the_database_keeps_what_was_written(reviewer, leader, at):
    row = check_document(
        document=propose_document(place=PLACE, given=GIVEN, by=reviewer, at=at), by=leader, at=at
    )
    rows = Document.objects.filter(pk=row.pk)
    for change in ({"title": "别的"}, {"until_on": date(2028, 1, 1)}, {"checked_by": 7}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows._raw_delete("default")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until_on": date(2026, 12, 31), "ended_by": "x"}, "policies.days"),
        ({"read_on": date(2030, 1, 1)}, "policies.read_on"),
    ],
)
def test_days_that_cannot_be(reviewer, at, change, code):
    with pytest.raises(Refusal) as told:
        propose_document(place=PLACE, given=replace(GIVEN, **change), by=reviewer, at=at)
    assert told.value.code == code


def test_only_keepers_of_the_place(at, db):
    for by in (
        accounts.officer("county_leader", accounts.CHANGZHOU_VILLAGE),
        accounts.officer("auditor"),
        accounts.officer("town_leader"),
    ):
        with pytest.raises(Forbidden):
            propose_document(place=PLACE, given=GIVEN, by=by, at=at)


def test_what_is_not_sure_is_said_in_words_a_citizen_knows():
    """No word of our own papers and memory: 尚未核实原文 instead."""
    folder = PROGRAMMES.parent
    texts = [
        path
        for name in ("programmes", "catalogue", "places", "library")
        for path in sorted((folder / name).rglob("*"))
        if path.suffix in {".yaml", ".md", ".py"}
    ]
    assert len(texts) > 200
    strange = re.compile("手册|凭记忆|未载")
    assert not [
        str(path.relative_to(folder))
        for path in (*texts, folder / "exclusions.yaml")
        if strange.search(path.read_text(encoding="utf-8"))
    ]
