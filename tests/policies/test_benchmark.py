"""The benchmark's households are families that may apply, of many kinds."""

from benchmarks.households import PLACES, household
from doudi.policies.rules.assess import assess
from doudi.policies.rules.schema import case_of, read_case


def test_generated_households_are_valid_and_repeatable():
    for number in range(300):
        data = household(number)
        assert data == household(number)
        assert read_case(data) == case_of(data)


def test_generated_households_differ():
    cases = [read_case(household(number)) for number in range(300)]
    found = [assess(case)[0] for case in cases]
    assert {case.place for case in cases} == set(PLACES)
    assert {one.verdict for one in found} == {"met", "not_met", "unknown"}
    assert len({one.amount_fen for one in found}) > 50
    for number in (2, 3, 4, 5, 6):
        results = {one.criteria[number - 1].result for one in found}
        assert len(results) > 1 or number == 5, number
