"""Living subsidy of poor disabled persons (困难残疾人生活补贴).

The nation names the disabled of dibao families; a province adds groups, which are a parameter.
"""

from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.disability import MIND, disabled
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    age_on,
    all_of,
    any_of,
    any_row,
    at_least,
    at_most,
    choose,
    count_of,
    equals,
    field,
    half_up,
    in_list,
    less_than,
    not_,
    one_of,
    parameter,
    ratio,
    text,
    total_of,
    word,
)

BASIS = "国发〔2015〕52号；各省规定"

DIBAO = rule_of("dibao", date(2021, 7, 1))
ORPHAN = rule_of("orphan", date(2021, 7, 1))
LINE = {one.id: one for one in DIBAO.criteria}["dibao.2"]
ONE = NOTHING + 1
AGE = age_on(field("member", "born_on"), field("case", "age_on"))
KIND, LEVEL = text("member", "disability_kind"), field("member", "disability_level")
RECEIVES, HOLDS = text("member", "receives"), text("case", "holds")

DISABLED = all_of(LIVING, not_(equals(KIND, "none")))

# --- the groups -------------------------------------------------------------------------------

IN_DIBAO = any_of(
    equals(RECEIVES, "dibao_single"),
    all_of(DIBAO.counted, any_of(in_list("dibao", HOLDS), DIBAO.met)),
)
STANDARD = choose(
    (
        equals(text("member", "registration"), "urban"),
        parameter("dibao.standard.urban"),
    ),
    otherwise=parameter("dibao.standard.rural"),
)
OWN_INCOME = total_of(
    DIBAO.item_year,
    all_of(equals(text("item", "kind"), "income"), DIBAO.item_counts),
    per="member",
)
NO_INCOME = choose(
    (equals(word("disability_living.no_income"), "zero"), equals(OWN_INCOME, 0)),
    otherwise=less_than(OWN_INCOME, STANDARD),
)
SEVERE_ALONE = all_of(
    one_of(KIND, "limb", "sight", "intellectual", "mental"), at_most(LEVEL, 2), NO_INCOME
)
TIMES, OF = ratio("disability_living.low_times")
LOW_INCOME = at_most(LINE.value * OF, LINE.threshold * TIMES)
SEVERAL = all_of(at_least(count_of(DISABLED), 2), LOW_INCOME)
OLD = all_of(LIVING, equals(KIND, "none"), at_least(AGE, parameter("disability_living.old_age")))
OLD_SUPPORT = all_of(any_row(OLD), LOW_INCOME)
OUT_OF_WORK = one_of(
    text("member", "employment"), "none", "job_seeking", "carer", "unable"
)
LIGHT_MIND = all_of(disabled(*MIND, least=3, most=4), OUT_OF_WORK)


def group(code: str, holds: Node) -> Node:
    """A group counts where the place has named it."""
    return all_of(in_list(code, word("disability_living.groups")), holds)


GROUPS = {
    "dibao": group("dibao", IN_DIBAO),
    "no_income": group("no_income", SEVERE_ALONE),
    "several": group("several", SEVERAL),
    "old_support": group("old_support", OLD_SUPPORT),
    "mind": group("mind", LIGHT_MIND),
}
REASONS = {
    "dibao": "低保家庭中的残疾人",
    "no_income": "没有收入的重度肢体、视力、智力、精神残疾人",
    "several": "一户多残，收入不超过规定",
    "old_support": "老残一体，收入不超过规定",
    "mind": "没有工作的三、四级智力、精神残疾人",
}

# --- what excludes ----------------------------------------------------------------------------

ALONE = equals(count_of(LIVING), 1)
TEKUN = any_of(equals(RECEIVES, "tekun"), all_of(in_list("tekun", HOLDS), ALONE))
POOR = all_of(DISABLED, any_of(*GROUPS.values()))
NO_TEKUN = all_of(POOR, not_(TEKUN))
ENTITLED = all_of(NO_TEKUN, not_(ORPHAN.counted))
AMOUNT = half_up(parameter("disability_living.amount"), 12)


def _step(number: int, label: str, who: Node, asks: str) -> Criterion:
    """Each condition among those who meet the ones before, so that one person meets them all."""
    return Criterion(
        f"disability_living.{number}", BASIS, label, any_row(who), count_of(who), ONE, "people",
        (), asks,
    )  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    return for_persons(
        criteria=(
            _step(1, "家里有人有残疾证", DISABLED, "disability"),
            _step(2, "在低保家庭，或者属于当地规定的其他困难残疾人", POOR, "income"),
            _step(3, "没有享受特困供养", NO_TEKUN, "receives"),
            _step(4, "没有享受孤儿基本生活费", ENTITLED, "father"),
        ),
        entitled=ENTITLED,
        amount=AMOUNT,
        label="困难残疾人生活补贴",
        reason=choose(*((holds, code) for code, holds in GROUPS.items()), otherwise="none"),
        reasons=REASONS,
        remarks=(
            Remark("card", "残疾证到期、换证或者等级变化的，从下个月起重新核对", any_row(ENTITLED)),
        ),
    )
