"""A law that takes over the one before: the same rule, on the articles it names."""

from datetime import date

import pytest

from doudi.policies.rules.registry import amended, rule_of

BEFORE = date(2021, 7, 1)


def test_only_the_named_criteria_rest_on_other_articles():
    before = rule_of("edge", BEFORE)
    after = amended("edge", BEFORE, {"edge.2": "社会救助法第二十一条"})
    assert [one.id for one in after.criteria] == [one.id for one in before.criteria]
    other = [
        (one.id, one.article)
        for one, old in zip(after.criteria, before.criteria, strict=True)
        if one.article != old.article
    ]
    assert other == [("edge.2", "社会救助法第二十一条")]
    assert after.answers() == before.answers()


def test_a_criterion_that_never_was_is_refused():
    with pytest.raises(ValueError, match="edge/2021-07-01: no criterion edge.99"):
        amended("edge", BEFORE, {"edge.99": "第一条"})
