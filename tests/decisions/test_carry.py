"""转录: rows in a layout that is data, safe cells, and what is not entered yet."""

import io
from datetime import timedelta

import pytest
import python_calamine

from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.actions import carry
from doudi.decisions.queries import carry as queries
from doudi.decisions.rules.carry import Stamp, layout_for, layouts, workbook
from doudi.people.queries import full_number
from tests.factories import accounts, decisions

AT = beijing(decisions.DECIDED, 15)


def test_every_source_of_every_layout_exists_and_places_are_served():
    for layout in layouts():
        named = {column.source for column in layout.columns if column.source}
        assert named <= set(queries.SOURCES), layout.system
    assert layout_for(accounts.VILLAGE).system == "hunan"
    assert layout_for(accounts.CHANGZHOU_VILLAGE).system == "jiangsu"
    assert layout_for("110101") is None


def test_cells_are_text_and_never_formulas():
    layout = layouts()[0]
    nasty = [
        "=cmd|' /C calc'!A0",
        "+1",
        "@SUM(A1)",
        "https://example.invalid",
        "430902197403050026",
    ]
    row = (nasty + [""] * 30)[: len(layout.columns)]
    stamp = Stamp("周敏", "长春镇", "2026-09-22 15:00", "=1+1")
    content = workbook(layout, [row], stamp, made_at=AT)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = book.get_sheet_by_name("转录").to_python()[1]
    assert cells[:5] == nasty
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)


@pytest.mark.django_db
def test_the_row_holds_what_the_other_system_asks_and_the_log_who_took_it():
    case, decision = decisions.decided()
    content = carry.export(decisions=[decision], purpose="转录", by=case.reviewer, at=AT)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, row = book.get_sheet_by_name("转录").to_python()
    values = dict(zip(head, row, strict=True))
    assert values["户主姓名"] == "刘桂英"
    assert values["身份证号码"] == full_number(case.person)
    assert values["家庭人口"] == "2"
    assert values["起始月份"] == "2026-10"
    entry = Entry.objects.get(verb="export")
    assert entry.reason == "转录"
    assert entry.detail["decisions"] == [decision.pk]
    notes = str(book.get_sheet_by_name("导出说明").to_python())
    assert case.reviewer.name in notes
    with pytest.raises(Refusal, match="用途"):
        carry.export(decisions=[decision], purpose=" ", by=case.reviewer, at=AT)
    with pytest.raises(Forbidden):
        carry.export(decisions=[decision], purpose="转录", by=case.leader, at=AT)


@pytest.mark.django_db
def test_what_is_entered_leaves_the_list_and_a_second_person_puts_it_right():
    case, decision = decisions.decided()
    on = decisions.DECIDED
    acceptor = accounts.officer("town_acceptor")
    assert list(queries.not_carried(case.reviewer, on)) == [decision]
    given = {"decision": decision, "entered_on": on, "at": AT}
    carry.note_entered(**given, number="HN2026-1", by=acceptor)
    assert not queries.not_carried(case.reviewer, on).exists()
    assert list(queries.carried(case.reviewer, on)) == [decision]
    with pytest.raises(Forbidden, match="另一人"):
        carry.note_entered(**given, number="HN2026-2", by=acceptor)
    carry.note_entered(**given, number="HN2026-2", by=case.reviewer)
    newest = Entry.objects.filter(verb="note_entered").latest("pk")
    assert newest.detail["number_before"] == "HN2026-1"


@pytest.mark.django_db
def test_numbers_and_days_are_checked():
    case, decision = decisions.decided()
    day = decisions.DECIDED
    for number, on in (("湘一号", day), ("A1", day - timedelta(1)), ("A1", day + timedelta(1))):
        with pytest.raises(Refusal):
            carry.note_entered(
                decision=decision, number=number, entered_on=on, by=case.reviewer, at=AT
            )


@pytest.mark.django_db
def test_many_rows_ask_a_constant_number_of_queries(django_assert_max_num_queries):
    staff = decisions.officers()
    made = [decisions.decided(decisions.ready(staff=staff)) for _ in range(3)]
    found = queries.chosen(made[0][0].reviewer, [one.pk for _, one in made], decisions.DECIDED)
    with django_assert_max_num_queries(8):
        assert len(queries.rows(found, layouts()[0])) == 3


@pytest.mark.django_db
def test_the_sheet_prints_the_columns_in_order():
    case, decision = decisions.decided()
    pdf = carry.carry_sheet(decision=decision, by=case.reviewer, at=AT)
    assert pdf.startswith(b"%PDF")
