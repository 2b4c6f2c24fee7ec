"""How far a family is from a line, in words."""

import pytest

from doudi.policies.rules.distance import distance


@pytest.mark.parametrize(
    ("value", "threshold", "unit", "result", "words"),
    [
        (599_999, 600_000, "fen_per_year", "met",
         "低于界线 0.01 元（全年）；变动超过这个数，结果可能改变"),
        (600_000, 600_000, "fen_per_year", "not_met", "正好等于界线"),
        (600_100, 600_000, "fen_per_year", "not_met",
         "高于界线 1.00 元（全年）；要变动这么多，结果才会改变"),
        (1_200, 0, "fen_x12", "unknown", "高于界线 1.00 元"),
        (None, 600_000, "fen_per_year", "unknown", ""),
        (2, 1, "count", "not_met", ""),
        (True, False, "fen", "met", ""),
    ],
)  # fmt: skip
def test_distance(value, threshold, unit, result, words):
    assert distance(value, threshold, unit, result) == words
