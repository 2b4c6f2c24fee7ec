"""Days, names and words that need no database."""

from datetime import date, timedelta

import pytest

from doudi.decisions.rules import letters, postings


@pytest.mark.parametrize(
    ("hung_on", "last"),
    [
        (date(2026, 9, 10), date(2026, 9, 17)),
        (date(2026, 9, 12), date(2026, 9, 19)),  # a Saturday: the last day does not move
        (date(2026, 9, 26), date(2026, 10, 3)),  # into the national holiday
        (date(2026, 12, 28), date(2027, 1, 4)),
    ],
)
def test_the_day_of_hanging_is_not_counted_and_a_rest_day_does_not_move(hung_on, last):
    assert postings.last_day(hung_on, 7) == last
    assert last - hung_on == timedelta(days=7)


@pytest.mark.parametrize(
    ("name", "born_on", "shown"),
    [
        ("张三", date(1980, 1, 1), "张*"),
        ("刘桂英", None, "刘*英"),
        ("欧阳娜娜", date(1980, 1, 1), "欧**娜"),
        ("刘桂英", date(2010, 1, 1), "刘**"),
        ("张", date(1980, 1, 1), "张*"),
    ],
)
def test_names_are_masked_on_the_web_and_minors_more(name, born_on, shown):
    on = date(2026, 9, 10)
    assert postings.shown_name(name, "masked", born_on, on) == shown
    assert postings.shown_name(name, "full", born_on, on) == name


def test_no_rule_lets_anything_but_the_white_list_hang():
    for rule in postings.sheet_rules():
        assert set(rule.fields) <= {"name", "members", "amount"}
        assert rule.web_name == "masked"
    with pytest.raises(postings.NoSheetRule):
        postings.sheet_rule("before", "430902", date(2020, 1, 1))


def law(standing: str) -> letters.Law:
    return letters.Law("中华人民共和国社会救助法", ("社会救助法",), {"第十八条": standing})


@pytest.mark.parametrize(
    ("standing", "cited"),
    [
        ("confirmed", "《中华人民共和国社会救助法》第十八条"),
        ("read in a mirror", "《中华人民共和国社会救助法》"),
        ("assumed", "《中华人民共和国社会救助法》"),
    ],
)
def test_an_article_is_numbered_only_when_confirmed(standing, cited):
    assert letters.citations(["社会救助法第十八条"], [law(standing)]) == (cited,)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "fen", "未知"),
        (464000, "fen_per_year", "4,640.00 元/年"),
        (9600000, "fen_x12", "8,000.00 元"),
        (3, "people", "3 人"),
        (True, "", "是"),
    ],
)
def test_measures_in_words(value, unit, words):
    assert letters.measure(value, unit) == words
