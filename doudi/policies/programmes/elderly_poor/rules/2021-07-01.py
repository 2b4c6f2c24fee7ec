"""Subsidy of poor elderly persons (经济困难老年人补贴), screened only: no amount is known."""

from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    age_on,
    all_of,
    any_of,
    any_row,
    at_least,
    choose,
    count_of,
    field,
    in_list,
    known_or,
    one_of,
    parameter,
    text,
)

BASIS = "老年人权益保障法；各地规定"

DIBAO = rule_of("dibao", date(2021, 7, 1))
EDGE = rule_of("edge", date(2021, 7, 1))
ONE = NOTHING + 1
AGE = age_on(field("member", "born_on"), field("case", "age_on"))
HOLDS = text("case", "holds")

OLD = all_of(LIVING, at_least(AGE, parameter("elderly_poor.age")))
# a family that already holds the status, or that is found so in the same application
POOR = any_of(
    one_of(text("member", "receives"), "tekun", "dibao_single"),
    *(in_list(code, HOLDS) for code in ("tekun", "dibao", "edge")),
    all_of(DIBAO.counted, DIBAO.met),
    all_of(EDGE.counted, EDGE.met),
)
ENTITLED = all_of(OLD, POOR)
NEEDS_CARE = at_least(field("member", "self_care_failed"), parameter("elderly_poor.failed"))


def _step(number: int, label: str, who: Node, asks: str) -> Criterion:
    """Each condition among those who meet the ones before, so that one person meets them all."""
    return Criterion(
        f"elderly_poor.{number}", BASIS, label, any_row(who), count_of(who), ONE, "people", (), asks
    )


def rule() -> Rule:
    """The law of this file as one value."""
    return for_persons(
        criteria=(
            _step(1, "达到规定年龄的老年人", OLD, "members"),
            _step(2, "在特困、低保或者低保边缘家庭", ENTITLED, "income"),
        ),
        entitled=ENTITLED,
        label="经济困难老年人补贴",
        reason=choose((known_or(NEEDS_CARE, False), "care"), otherwise="service"),
        reasons={
            "care": "经济困难的失能老年人（护理补贴）",
            "service": "经济困难的老年人（服务补贴）",
        },
        remarks=(
            Remark("assess", "生活自理能力要评估，评估后才知道是服务补贴还是护理补贴",
                   any_row(ENTITLED)),
        ),
    )  # fmt: skip
