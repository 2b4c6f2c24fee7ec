import pytest

from doudi.facts.rules.attributes import ATTRIBUTES
from doudi.verification.rules import (
    Field,
    Known,
    Limits,
    conclude,
    fact_value,
    is_fit,
    source_of,
    sources,
)

LIMITS = Limits(income_fen=501_600, financial_fen=1_003_200)


def known(income: int = 0, assets: int = 0, *, unknown: bool = False) -> Known:
    return Known(income, assets, 2, unknown)


@pytest.mark.parametrize(
    ("totals", "limits", "expected"),
    [
        (known(), LIMITS, "within"),
        (known(1_003_199), LIMITS, "within"),
        (known(1_003_200), LIMITS, "over"),
        (known(0, 2_006_400), LIMITS, "within"),
        (known(0, 2_006_401), LIMITS, "over"),
        (known(unknown=True), LIMITS, "needs_review"),
        (known(2_000_000, unknown=True), LIMITS, "over"),
        (known(), Limits(), "needs_review"),
        (known(), Limits(income_fen=501_600), "needs_review"),
    ],
)
def test_conclusion(totals, limits, expected) -> None:
    assert conclude(totals, limits) == expected


def test_sources_answer_known_attributes() -> None:
    fields = [one for source in sources() for one in source.fields]
    assert {one.attribute for one in fields} <= set(ATTRIBUTES)
    assert len({source.code for source in sources()}) == len(sources())
    assert all(one.kind in {"money", "count", "choice", "disability"} for one in fields)
    assert all(one.per in {"adult", "member", "household"} for one in fields)
    assert all(one.dataset for one in fields if one.kind == "count")


def test_wages_have_one_source_only() -> None:
    asked = [s.code for s in sources() for one in s.fields if one.attribute == "income.wage"]
    assert asked == ["tax"]


def field(source: str, code: str) -> Field:
    return next(one for one in source_of(source).fields if one.code == code)


@pytest.mark.parametrize(
    ("source", "code", "entered", "expected"),
    [
        ("bank", "balance", 5000, {"code": "deposit", "amount_fen": 5000}),
        ("bank", "balance", 0, {"code": "deposit", "amount_fen": 0}),
        ("police", "vehicle", 1, {"code": "car", "count": 1}),
        (
            "police",
            "vehicle",
            0,
            {"code": "car", "amount_fen": "no_record", "dataset": "vehicle_register"},
        ),
        ("real_estate", "home", 2, {"code": "home", "count": 2, "area_m2": "unknown"}),
        ("disabled", "card", "limb-2", {"kind": "limb", "level": 2}),
        ("disabled", "card", "none", {"kind": "none"}),
        ("justice", "absence", "prison", "prison"),
    ],
)
def test_value_of_a_fact(source, code, entered, expected) -> None:
    assert fact_value(source_of(source), field(source, code), entered) == expected


@pytest.mark.parametrize(
    ("source", "code", "entered", "fits"),
    [
        ("bank", "balance", 0, True),
        ("bank", "balance", -1, False),
        ("bank", "balance", "12", False),
        ("bank", "balance", True, False),
        ("disabled", "card", "limb-5", False),
        ("education", "student", "undergraduate", True),
    ],
)
def test_what_may_be_entered(source, code, entered, fits) -> None:
    assert is_fit(field(source, code), entered) is fits
