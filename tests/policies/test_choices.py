"""Where the law leaves a choice: every parameter of dibao can be set, and changes a result."""

import json
from datetime import date
from typing import Any

import pytest

from doudi.policies.rules.assess import assess
from doudi.policies.rules.parameters import (
    Bundle,
    ParameterFault,
    bundle_for,
    bundle_from,
    flat,
    shape_of,
    shapes,
)
from doudi.policies.rules.registry import choices, kinds_of, rule_files
from doudi.policies.rules.schema import read_case

ON = "2026-09-14"
Given = dict[str, Any]


def person(relation: str = "self", born: str = "1960-01-01", **more: Any) -> Given:
    return {"id": relation, "relation": relation, "born_on": born, "sex": "male", **more}


def income(amount: int, name: str = "transfer", **more: Any) -> Given:
    return {"kind": "income", "class": name, "amount_fen": amount, **more}


def expense(amount: int, name: str, **more: Any) -> Given:
    return {"kind": "expense", "class": name, "amount_fen": amount, **more}


def asset(name: str, **more: Any) -> Given:
    return {"kind": "asset", "class": name, "amount_fen": 100, **more}


def family(*people: Given, items: tuple[Given, ...] = (), **more: Any) -> Given:
    return {
        "date": ON, "place": "3204", "registration": "urban",
        "members": list(people or (person(),)), "items": list(items), **more,
    }  # fmt: skip


WORKER = person(born="1981-01-01")
SEVERE = {"kind": "limb", "level": 1}
MILD = {"kind": "limb", "level": 3}
COUPLE = (person(), person("spouse"))
WAGE = income(1_000_000, "wage", member="self")
NEW_WAGE = {**WAGE, "months": 5, "course": "started"}
LOSS = (income(600_000), income(100_000, "business"), expense(500_000, "business"))
TWO_LOSSES = (
    income(400_000, "business", member="self"),
    expense(300_000, "business", member="spouse"),
)
BILL = expense(200_000, "medical", member="self")
SCHOOL = expense(200_000, "schooling", member="self", public_fen=150_000)
SUPPORTER = {"id": "s", "supports": "self", "household_size": 1, "household_income_fen": 1_400_000}
PENSION = income(240_000, code="basic_pension", member="self")
ELDER_ILL = family(person(born="1950-01-01", disability=SEVERE))
WORKERS = (WORKER, person("spouse", "1981-01-01"), person("sibling", "1981-01-01"))
HOMES = family(items=(asset("home", count=2, area_m2=30),))
RESETTLED = family(items=(asset("home", count=3, area_m2=60, from_demolition=True),))
STUDENTS = tuple(
    {**person("child", f"200{n}-01-01", student="high_school"), "id": f"c{n}"} for n in (8, 9)
)
SHARE = {"num": 1, "den": 4}

# key → (another value, a family whose result it changes)
CHANGES: dict[str, tuple[Any, Given]] = {
    "dibao.standard.urban": ({"amount_fen": 110000, "period": "month"}, family()),
    "dibao.standard.rural": (
        {"amount_fen": 1100000, "period": "year"},
        family(registration="rural"),
    ),
    "standard.mixed": (
        "by_place",
        family(person(), person("spouse", registration="rural"), place="430902"),
    ),
    "members.conscript": ("in", family(*COUPLE[:1], person("spouse", absence="conscript"))),
    "members.own_aid": ("in", family(*COUPLE[:1], person("spouse", receives="tekun"))),
    "members.postgraduate": (
        "out",
        family(person(), person("child", "2001-01-01", student="postgraduate")),
    ),
    "members.out_income": (
        "inside",
        family(
            person(),
            person("spouse", absence="prison"),
            items=(income(500_000, member="spouse"),),
        ),
    ),
    "income.window": ("with_current_month", family(items=(income(120_000, months=["2025-09"]),))),
    "income.negative": ("set_off", family(items=LOSS)),
    "income.ended": ("not_counted", family(items=({**WAGE, "months": 3, "course": "ended"},))),
    "income.excluded": (["scholarship"], family(items=(income(240_000, code="dibao"),))),
    "exclude.basic_pension.codes": ([], family(items=(PENSION,), date="2026-03-10")),
    "exclude.basic_pension.until": ({"month": "2026-12"}, family(items=(PENSION,))),
    "exclude.basic_pension.by": ("application", family(items=(PENSION,), date="2026-03-10")),
    "employment.cost": ("none", family(items=(WAGE,))),
    "employment.cost.share": (SHARE, family(items=(WAGE,))),
    "income.waiver.months": (6, family(items=(NEW_WAGE,), holds=["dibao"])),
    "income.waiver.times": (1, family(items=(NEW_WAGE,), holds=["dibao"])),
    "support.formula": ("received_only", family(supporters=[SUPPORTER])),
    "support.share": (SHARE, family(supporters=[SUPPORTER])),
    "labour.test": ("off", family(WORKER)),
    "labour.less": (
        "sum",
        family(
            *WORKERS,
            person("parent", disability=SEVERE),
            *(person(one, disability=MILD) for one in ("grandparent", "grandchild")),
        ),
    ),
    "labour.age": ("through_birthday_year", family(person(born="1966-01-01"))),
    "labour.until.male": (70, family()),
    "labour.until.female": (70, family(person(sex="female"))),
    "labour.base_wage": ({"amount_fen": 50000, "period": "month"}, family(WORKER)),
    "labour.healthy": (10, family(WORKER)),
    "labour.mild": (30, family(person(born="1981-01-01", disability=MILD))),
    "labour.severe": (130, family(person(born="1981-01-01", illness="major"))),
    "labour.less.two_mild": (
        0,
        family(*(person(one, "1981-01-01", disability=MILD) for one in ("self", "spouse"))),
    ),
    "labour.less.single_parent": (
        0,
        family(WORKER, *STUDENTS, household={"single_parent": True}),
    ),
    "labour.less.severe": (0, family(WORKER, person("spouse", disability=SEVERE))),
    "labour.less.severe_and_mild": (
        0,
        family(WORKER, person("spouse", disability=SEVERE), person("parent", disability=MILD)),
    ),
    "deduct.medical": ("none", family(items=(income(600_000), BILL))),
    "deduct.medical.cap_fen": (100_000, family(items=(income(600_000), BILL))),
    "deduct.schooling": ("none", family(items=(income(600_000), SCHOOL))),
    "deduct.disability": (
        "none",
        family(items=(income(600_000), expense(100_000, "disability"))),
    ),
    "verdict.over_on_known": (
        "unknown",
        family(items=(income(2_000_000), {**WAGE, "amount_fen": "unknown"})),
    ),
    "sources.full_registers": (
        [],
        family(items=(asset("vehicle", dataset="vehicle_register") | {"amount_fen": "no_record"},)),
    ),
    "property.financial.months": (1, family(items=(asset("financial") | {"amount_fen": 2**18},))),
    "property.home.count": (3, family(items=(asset("home", count=2, area_m2=60),))),
    "property.home.area_per_head_m2": (10, HOMES),
    "property.home.area_times": (1, HOMES),
    "property.home.resettled_count": (
        4,
        family(items=(asset("home", count=3, area_m2=90, from_demolition=True),)),
    ),
    "property.home.resettled_area_times": (1, RESETTLED),
    "property.home.recent_edge": (
        "outside",
        family(items=(asset("home", acquired_by="bought", acquired_on="2025-09-14"),)),
    ),
    "property.vehicle.exempt": ([], family(items=(asset("vehicle", code="motorcycle"),))),
    "property.vehicle.exempt_fen": (200, family(items=(asset("vehicle", code="car"),))),
    "property.machine.exempt": ([], family(items=(asset("machine", code="small_farm"),))),
    "property.firm.exempt": ([], family(items=(asset("firm", code="dormant"),))),
    "property.non_residential.exempt": (
        [],
        family(items=(asset("non_residential", code="only_home"),)),
    ),
    "rounding.rule": ("ceil_household_yuan", family(items=(income(100_001),))),
    "benefit.cap": (
        "after_rounding",
        family(date="2022-06-01", place="430902", registration="rural"),
    ),
    "benefit.least_household_fen": (5000, family(items=(income(1_223_000),))),
    "extras.combine": ("sum", ELDER_ILL),
    "extras.elder.age": (60, family()),
    "extras.elder.share": (SHARE, family(person(born="1950-01-01"))),
    "extras.minor.share": (SHARE, family(person(), person("grandchild", "2016-01-01"))),
    "extras.severe.share": (SHARE, ELDER_ILL),
    "extras.ill.share": (SHARE, family(person(illness="major"))),
}
# Choices whose further values need a family of their own: (key, value) → family
FURTHER: dict[tuple[str, str], Given] = {
    ("income.negative", "zero_per_person"): family(*COUPLE, items=TWO_LOSSES),
    ("income.ended", "months_worked"): family(
        items=(income(60_000, "wage", member="self", months=3, course="ended"),)
    ),
    ("employment.cost", "declared"): family(
        items=(WAGE, expense(50_000, "employment", member="self"))
    ),
    ("employment.cost", "standard"): family(items=(WAGE,)),
    ("labour.test", "per_person"): family(
        WORKER,
        person("spouse", "1981-01-01", disability=MILD),
        items=(income(4_000_000, "wage", member="self"),),
    ),
    ("rounding.rule", "half_up_household_yuan"): family(items=(income(100_001),)),
    ("rounding.rule", "ceil_household_fen"): family(items=(income(100_017),)),
    ("rounding.rule", "floor_household_fen"): family(items=(income(100_002),)),
    ("deduct.medical", "ill_and_disabled"): family(items=(income(600_000), BILL)),
    ("deduct.schooling", "paid"): family(items=(income(600_000), SCHOOL)),
    ("deduct.schooling", "price"): family(
        items=(income(600_000), {**SCHOOL, "public_fen": 300_000})
    ),
    ("rounding.rule", "half_up_person_yuan"): family(*COUPLE, items=(income(100_001),)),
    ("rounding.rule", "ceil_person_yuan"): family(*COUPLE, items=(income(100_001),)),
    ("rounding.rule", "half_up_person_fen"): family(*COUPLE, items=(income(99_996),)),
    ("rounding.rule", "ceil_person_fen"): family(*COUPLE, items=(income(100_001),)),
    ("rounding.rule", "floor_person_fen"): family(*COUPLE, items=(income(100_001),)),
}  # fmt: skip


# Keys that only speak beside another value.
BESIDE = {
    "benefit.cap": {"rounding.rule": "ceil_household_yuan"},
    "income.waiver.times": {"income.waiver.months": 6},
}


def exported(given: Given) -> dict[str, Any]:
    """The bundle as `doudi parameters export` gives it."""
    bundle = bundle_for(given["place"], date.fromisoformat(given["date"]))
    return json.loads(json.dumps(bundle.as_json()))


def result(given: Given, bundle: Bundle) -> Given:
    """What the family is told, without the hash and the standings of the bundle."""
    (found,) = assess(read_case(given), bundle, ["dibao"])
    return {**found.as_json(), "parameters": "", "assumed": ""}


def changed(given: Given, key: str, value: Any) -> tuple[Given, Given]:
    content = exported(given)
    for other, one in BESIDE.get(key, {}).items():
        content["values"][other]["value"] = one
    before = result(given, bundle_from(content))
    content["values"][key]["value"] = value
    return before, result(given, bundle_from(content))


@pytest.mark.parametrize("key", sorted(CHANGES))
def test_another_value_is_accepted_and_changes_a_result(key):
    value, given = CHANGES[key]
    before, after = changed(given, key, value)
    assert before != after


@pytest.mark.parametrize(("key", "value"), sorted(FURTHER))
def test_every_further_choice_changes_a_result(key, value):
    before, after = changed(FURTHER[key, value], key, value)
    assert before != after


def test_every_parameter_of_every_rule_file_has_its_case():
    read = {name for file in rule_files("dibao") for name in kinds_of(file)}
    assert read == set(flat({key: value for key, (value, _) in CHANGES.items()}))


def test_every_value_of_every_choice_has_its_case():
    shipped = exported(family())["values"]
    for key, values in choices("dibao").items():
        if key.startswith("payment."):
            continue  # read by runs, not by a rule file: tests/payments
        shown = {shipped[key]["value"], CHANGES[key][0]}
        shown |= {value for name, value in FURTHER if name == key}
        assert shown == set(values), key


@pytest.mark.parametrize("key", sorted(CHANGES))
def test_value_written_in_another_way_is_refused(key):
    given = CHANGES[key][1]
    content = exported(given)
    for wrong in (True, 1.5, None, {"amount": 1}, [1], -1):
        content["values"][key]["value"] = wrong
        with pytest.raises(ParameterFault, match=key.split(".")[0]):
            result(given, bundle_from(content))


def test_monthly_standard_is_not_read_as_a_bare_number():
    content = exported(family())
    content["values"]["dibao.standard.urban"]["value"] = 102000
    with pytest.raises(ParameterFault, match="amount_fen"):
        bundle_from(content)
    assert shape_of({"period": "month", "amount_fen": 1}) in shapes()["dibao.standard.urban"]


def test_every_fault_of_a_bundle_has_its_line():
    content = exported(family())
    content["values"]["labour.mild"] = {"value": 1}
    content["values"]["labour.severe"]["standing"] = "sure"
    content["values"]["exclude.basic_pension.until"]["value"] = {"month": "2025-13"}
    with pytest.raises(ParameterFault) as told:
        bundle_from(content)
    lines = str(told.value).splitlines()
    assert len(lines) == 3
    assert {"labour.mild", "labour.severe", "exclude.basic_pension.until"} == {
        key for key in content["values"] for line in lines if key in line
    }
