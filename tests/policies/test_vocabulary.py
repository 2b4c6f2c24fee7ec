"""Each word has a table of cases, unknown included, and both readers give the same."""

import itertools

import duckdb
import pytest

from doudi.policies.rules.cases import FIELDS
from doudi.policies.rules.columns import answered, arrow_table
from doudi.policies.rules.compiler import compile_answers
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.python_reader import Reader
from doudi.policies.rules.unknown import UNKNOWN
from doudi.policies.rules.vocabulary import (
    ROUNDING,
    Node,
    age_on,
    all_of,
    any_of,
    any_row,
    as_node,
    at_least,
    at_most,
    ceil_to,
    choose,
    count_of,
    equals,
    every_row,
    field,
    floor_to,
    half_up,
    half_up_to,
    in_list,
    is_known,
    known_count_of,
    known_or,
    known_total_of,
    largest,
    largest_of,
    less_than,
    monthly,
    months_within,
    more_than,
    not_,
    of_owner,
    one_of,
    smallest,
    total_of,
    unknown,
)

U = UNKNOWN


def given(value: object, kind: str) -> Node:
    """A value as a column of the case, as in a rule; a constant would be folded in place."""
    node = unknown(kind) if value is U else as_node(value)  # type: ignore[arg-type]
    return choose((equals(field("case", "on"), 0), node), otherwise=node)


def row_of(grain: str, **values: object) -> dict:
    blank = {"int": 0, "bool": False, "text": ""}
    return {name: blank[kind] for name, kind in FIELDS[grain].items()} | values


def tables(**rows: list[dict]) -> dict[str, list[dict]]:
    return {"case": [row_of("case")]} | {
        grain: [row_of(grain, **one) for one in rows.get(grain, [])]
        for grain in ("member", "supporter", "item")
    }


def both(nodes: dict[str, Node], rows: dict[str, list[dict]]) -> dict[str, object]:
    """The answers of plain Python, after DuckDB has given the same."""
    reading = Reader(list(nodes.values())).read(rows)
    python = {name: reading.value(node) for name, node in nodes.items()}
    program = compile_answers(nodes, "case")
    arrow = {}
    for grain, found in rows.items():
        plain = [
            {"case_id": 0, "member_id": row.get("member_row", index)} | row
            for index, row in enumerate(found)
        ]
        known = [
            {name: None if value is U else value for name, value in row.items()} for row in plain
        ]
        arrow[f"{grain}_0"] = arrow_table(grain, known, {})
    with DuckDB() as engine:
        for name, table in arrow.items():
            engine.give(name, table)
        (city,) = answered(engine, program)
    assert {name: city[name] for name in nodes} == python
    return python


def check(word, table, kind="int"):
    """Every line of a table: arguments and the value expected."""
    nodes = {}
    for index, (args, _) in enumerate(table):
        kinds = kind if isinstance(kind, tuple) else (kind,) * len(args)
        parts = [given(value, one) for value, one in zip(args, kinds, strict=True)]
        nodes[f"n{index}"] = word(*parts)
    found = both(nodes, tables())
    for index, (args, expected) in enumerate(table):
        assert found[f"n{index}"] is expected or found[f"n{index}"] == expected, args


LOGIC = [True, False, U]


def test_all_of():
    table = [
        ((a, b), False if (a is False or b is False) else U if U in (a, b) else True)
        for a, b in itertools.product(LOGIC, LOGIC)
    ]
    check(all_of, table, "bool")


def test_any_of():
    table = [
        ((a, b), True if (a is True or b is True) else U if U in (a, b) else False)
        for a, b in itertools.product(LOGIC, LOGIC)
    ]
    check(any_of, table, "bool")


def test_not():
    check(not_, [((True,), False), ((False,), True), ((U,), U)], "bool")


def test_comparisons_are_strict_where_they_say_so():
    check(less_than, [((1, 2), True), ((2, 2), False), ((3, 2), False), ((U, 2), U), ((2, U), U)])
    check(at_least, [((1, 2), False), ((2, 2), True), ((3, 2), True), ((U, 2), U)])
    check(more_than, [((1, 2), False), ((2, 2), False), ((3, 2), True), ((2, U), U)])
    check(at_most, [((1, 2), True), ((2, 2), True), ((3, 2), False), ((U, U), U)])


def test_codes():
    check(equals, [(("a", "a"), True), (("a", "b"), False), ((U, "a"), U)], "text")
    check(lambda a: one_of(a, "a", "b"), [(("b",), True), (("c",), False), ((U,), U)], "text")
    table = [(("a", "|a|b|"), True), (("ab", "|a|b|"), False), ((U, "|a|"), U), (("a", "|"), False)]
    check(in_list, table, "text")


def test_arithmetic():
    check(lambda a, b: a + b, [((1, 2), 3), ((U, 2), U), ((0, U), U)])
    check(lambda a, b: a - b, [((1, 2), -1), ((U, 2), U), ((0, U), U)])
    check(lambda a, b, c: a - (b - c), [((1, 2, 3), 2), ((1, U, 3), U)])
    check(lambda a, b, c: a * (b + c) - (b * c + a), [((2, 3, 4), 0)])
    check(lambda a, b: a * b, [((3, 2), 6), ((U, 2), U), ((0, U), 0), ((U, 0), 0), ((U, U), U)])


def test_choose_is_known_if_both_ways_give_the_same():
    table = [
        ((True, 1, 2), 1), ((False, 1, 2), 2), ((U, 1, 2), U), ((U, 5, 5), 5), ((U, U, 5), U),
        ((True, 1, U), 1), ((True, U, 1), U), ((False, U, 1), 1), ((U, U, U), U),
    ]  # fmt: skip
    check(lambda c, a, b: choose((c, a), otherwise=b), table, ("bool", "int", "int"))


def test_largest_and_smallest():
    check(largest, [((1, 3, 2), 3), ((1, U, 3), U), ((-1, -2, -3), -1)])
    check(smallest, [((1, 3, 2), 1), ((1, U, 3), U), ((-1, -2, -3), -3)])


def test_known_words():
    check(is_known, [((1,), True), ((U,), False)])
    check(known_or, [((1, 9), 1), ((U, 9), 9), ((U, U), U)])


def test_division_has_no_way_but_by_name():
    check(half_up, [((5, 2), 3), ((-5, 2), -2), ((4, 3), 1), ((5, 3), 2), ((7, 0), U), ((U, 3), U)])
    check(floor_to, [((5, 2), 2), ((-7, 2), -4), ((1, 0), U), ((1, U), U)])
    check(ceil_to, [((5, 2), 3), ((4, 2), 2), ((-7, 2), -3), ((0, 5), 0), ((U, 2), U)])
    check(lambda a, b: ceil_to(a, b, 100), [((100, 1), 100), ((101, 1), 200), ((0, 1), 0)])
    check(lambda a, b: half_up_to(a, b, 100), [((149, 1), 100), ((150, 1), 200), ((301, 2), 200)])
    check(half_up, [((4 * 10**15, 3), 1333333333333333), ((3 * 10**15 + 1, 2), 1500000000000001)])
    with pytest.raises(TypeError):
        field("case", "on") / 12


def test_age():
    table = [
        ((20000229, 20210229), 21),  # 28 February of a common year is written as the 29th
        ((20000229, 20210227), 20),
        ((20080914, 20260914), 18),
        ((20080915, 20260914), 17),
        ((U, 20260914), U),
    ]
    check(age_on, table)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("half_up_household_fen", 26667), ("ceil_household_fen", 26667),
        ("floor_household_fen", 26666), ("half_up_household_yuan", 26700),
        ("ceil_household_yuan", 26700), ("half_up_person_fen", 26666),
        ("ceil_person_fen", 26668), ("floor_person_fen", 26666),
        ("half_up_person_yuan", 26600), ("ceil_person_yuan", 26800),
    ],
)  # fmt: skip
def test_rounding_by_name(rule, expected):
    assert rule in ROUNDING
    table = [((320000, 2, rule), expected), ((U, 2, rule), U), ((0, 2, rule), 0)]
    check(monthly, table, ("int", "int", "text"))


def test_rounding_by_a_name_nobody_knows_is_unknown():
    check(monthly, [((320000, 2, "banker"), U)], ("int", "int", "text"))


AMOUNT, LIVES = field("member", "disability_level"), field("member", "lives_with", "bool")

ROWS = [
    # (amount, counts) rows -> total, known total, count, known count, largest, any, every
    ([], (0, 0, 0, 0, 0, False, True)),
    ([(3, True), (4, True)], (7, 7, 2, 2, 4, True, True)),
    ([(3, True), (4, False)], (3, 3, 1, 1, 3, True, False)),
    ([(3, True), (U, True)], (U, 3, 2, 2, U, True, True)),
    ([(3, True), (U, False)], (3, 3, 1, 1, 3, True, False)),
    ([(3, True), (4, U)], (U, 3, U, 1, U, True, U)),
    ([(3, True), (0, U)], (3, 3, U, 1, 3, True, U)),
    ([(3, False), (4, U)], (U, 0, U, 0, U, U, False)),
    ([(-3, True)], (-3, -3, 1, 1, 0, True, True)),
]


@pytest.mark.parametrize(("rows", "expected"), ROWS)
def test_rows_into_one_value(rows, expected):
    nodes = {
        "total": total_of(AMOUNT, LIVES),
        "known_total": known_total_of(AMOUNT, LIVES),
        "count": count_of(LIVES),
        "known_count": known_count_of(LIVES),
        "largest": largest_of(AMOUNT, LIVES),
        "any": any_row(LIVES),
        "every": every_row(LIVES),
    }
    members = [{"disability_level": amount, "lives_with": lives} for amount, lives in rows]
    assert tuple(both(nodes, tables(member=members)).values()) == expected


NOW = field("case", "month_now")


def test_rows_per_member_and_the_owner_of_an_item():
    amount = field("item", "amount_fen")
    per_member = total_of(amount, per="member")
    nodes = {
        "most": largest_of(per_member),
        "owners": total_of(of_owner(AMOUNT, 100)),
        "months": total_of(months_within(field("case", "month_first"), NOW - 1)),
        "none": total_of(months_within(NOW, NOW - 1)),
        "not_known": total_of(months_within(NOW, unknown())),
        "before": total_of(months_within(NOW - 100, NOW - 3)),
    }
    rows = tables(
        member=[{"disability_level": 1}, {"disability_level": 2}, {"disability_level": 4}],
        item=[
            {"has_owner": True, "member_row": 0, "amount_fen": 5, "months_mask": 0b1111},
            {"has_owner": True, "member_row": 1, "amount_fen": 6, "months_mask": 1 << 59},
            {"has_owner": True, "member_row": 1, "amount_fen": 7},
            {"has_owner": False, "member_row": U, "amount_fen": 50},
        ],
    )
    rows["case"] = [row_of("case", month_now=24321, month_first=24319)]
    assert both(nodes, rows) == {
        "most": 13, "owners": 105, "months": 2, "none": 0, "not_known": U, "before": 2,
    }  # fmt: skip


def test_a_rule_is_not_written_with_if():
    with pytest.raises(TypeError):
        bool(field("case", "on"))
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_rows_that_do_not_belong_together_are_refused():
    with pytest.raises(TypeError):
        all_of(field("supporter", "consent", "bool"), field("item", "no_record", "bool"))


def test_duckdb_loads_nothing_from_outside():
    with DuckDB() as engine, pytest.raises(duckdb.Error):
        engine.rows("SELECT * FROM read_csv('https://localhost/x.csv')")
