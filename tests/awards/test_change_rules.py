"""Rules of changes: no overlap, an untouched past for any sequence, shares, side by side."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from doudi.awards.rules import changes as rules
from doudi.awards.rules.awards import Part
from doudi.awards.rules.changes import Held
from doudi.common.months import add_months
from doudi.decisions.rules import difference, matter_letters
from doudi.facts.rules.head import with_head

START = date(2026, 1, 1)
MONTHS = st.integers(0, 23).map(lambda count: add_months(START, count))


def holding(rows: list[Held], month: date) -> list[int]:
    return [
        row.pk
        for row in rows
        if row.valid_from <= month and (row.valid_until is None or row.valid_until > month)
    ]


def after(rows: list[Held], since: date) -> list[Held]:
    """The rows as `applying` leaves them: closed at `since`, one new row from there."""
    ends = {one.pk: one.valid_until for one in rules.closings(rows, since)}
    kept = [Held(row.pk, row.valid_from, ends.get(row.pk, row.valid_until)) for row in rows]
    return [*kept, Held(len(rows), since, None)]


@given(st.lists(MONTHS, min_size=1, max_size=12))
def test_components_never_overlap_and_the_past_stays(sinces):
    rows = [Held(0, START, None)]
    for since in sinces:
        before = {m: holding(rows, m) for m in (add_months(START, n) for n in range(30))}
        rows = after(rows, since)
        for month, held in before.items():
            now = holding(rows, month)
            assert len(now) == 1
            if month < since:
                assert now == held
        assert all(row.valid_until is None or row.valid_until >= row.valid_from for row in rows)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 400))
def test_less_never_counts_before_the_month_after_the_decision(reported, later):
    decided = date.fromordinal(reported.toordinal() + later)
    less = rules.counts_from(more=False, reported=reported, decided=decided)
    more = rules.counts_from(more=True, reported=reported, decided=decided)
    assert less > decided
    assert reported < more <= less
    assert less.day == more.day == 1


@given(
    st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 30_000)), min_size=1, max_size=6),
    st.data(),
)
def test_a_cut_share_leaves_the_others_money(given_parts, data):
    members = [
        {"id": f"p{n}", "share_fen": share, "extra_fen": extra}
        for n, (share, extra) in enumerate(given_parts)
    ]
    base = sum(one["share_fen"] for one in members)
    parts = [Part("base", None, base)] if base else []
    parts += [Part("extra", one["id"], one["extra_fen"]) for one in members if one["extra_fen"]]
    who = data.draw(st.sampled_from(members))
    left = rules.without_share({"members": members}, parts, who["id"])
    assert rules.total(left) == rules.total(parts) - who["share_fen"] - who["extra_fen"]
    others = [one for one in parts if one.kind == "extra" and one.member != who["id"]]
    assert [one for one in left if one.kind == "extra"] == others


def sheet(**lines: int | None) -> dict:
    return {
        "sheet": [
            {"line": name, "label": name, "per": "year", "role": "part", "amount_fen": fen}
            for name, fen in ((key.replace("_", "."), fen) for key, fen in lines.items())
        ]
    }


def test_what_work_brings_in_more():
    old = sheet(income_wage=-100, income_transfer=-50)
    assert rules.work_rise(old, sheet(income_wage=-400, income_transfer=-900)) == 300
    assert rules.work_rise(old, sheet(income_wage=-40)) == 0
    assert rules.work_rise(old, sheet(income_wage=None)) is None


def test_two_sheets_side_by_side():
    old = sheet(a=1, b=2, zero=0)["sheet"]
    new = sheet(b=3, c=4, zero=0)["sheet"]
    found = [
        (row.label, row.old_fen, row.new_fen, row.changed) for row in difference.rows(old, new)
    ]
    assert found == [("b", 2, 3, True), ("c", 0, 4, True), ("a", 1, 0, True)]
    one = {"members": [{"id": "p1", "counted": True}, {"id": "p2", "counted": True}]}
    two = {"members": [{"id": "p2", "counted": True}, {"id": "p3", "counted": True}]}
    assert difference.people(one, two) == difference.People(come=("p3",), gone=("p1",))


def member(name: str, relation: str, born: str = "1980-01-01") -> dict:
    return {"id": name, "relation": relation, "born_on": born, "sex": "F"}


def test_whoever_is_left_has_a_head():
    assert with_head([]) == []
    whole = [member("a", "spouse"), member("b", "self")]
    assert with_head(whole) == whole
    left = with_head([member("a", "child", "2012-01-01"), member("b", "spouse")])
    assert [one["relation"] for one in left] == ["child", "self"]
    orphans = with_head([member("a", "child", "2012-01-01"), member("b", "child", "2010-01-01")])
    assert [one["relation"] for one in orphans] == ["sibling", "self"]
    in_law = with_head([member("a", "spouse"), member("b", "parent_in_law")])
    assert [one["relation"] for one in in_law] == ["self", "parent"]


def test_the_statement_of_every_outcome():
    since = date(2026, 12, 1)
    for outcome in matter_letters.ARTICLES:
        words = matter_letters.statement(outcome, "最低生活保障", 12_300, 45_600, since)
        assert words.endswith("。")
        assert "None" not in words
    words = matter_letters.statement("reduced", "最低生活保障", 12_300, 45_600, since)
    assert words == "自 2026 年 12 月起，您家的最低生活保障金由 456.00 元减少到每月 123.00 元。"
