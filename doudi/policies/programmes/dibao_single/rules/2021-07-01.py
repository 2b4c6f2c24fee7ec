"""Dibao for a single person (单人保) from 2021-07-01: 国务院令第649号, 民发〔2021〕57号.

A member of an edge family with a ground of his own; or a severely disabled adult out of work, or a
cleric of three years, by his own means. Money is fen per year, rounded once a month, by name.
"""

from dataclasses import replace
from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.disability import MIND, disabled
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    text,
    flag,
    word,
    sum_of,
    ROUNDING,
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
    is_known,
    is_so,
    known_or,
    known_total_of,
    largest,
    less_than,
    months_within,
    more_than,
    not_,
    one_of,
    parameter,
    ratio,
    total_of,
    unknown,
)

WHO = "民发〔2021〕57号第八条"
FAMILY = "民发〔2021〕57号第八条；民发〔2022〕83号"
MEANS = "民发〔2022〕83号；民发〔2021〕57号第十三条、第十四条"
SORTED = "2020 年《关于改革完善社会救助制度的意见》：分类审核认定"

TODAY = date(2021, 7, 1)
DIBAO = rule_of("dibao", TODAY)
EDGE = rule_of("edge", TODAY)
EXIT = rule_of("gradual_exit", TODAY)
TEKUN = rule_of("tekun", TODAY)

GROUNDS = {
    "in.entitled": "符合单人保条件",
    "out.tekun": "符合特困供养条件，先认定特困",
    "out.dibao": "全家符合低保，全部成员一并纳入",
    "out.no_ground": "没有可以单独申请的事由（民发〔2021〕57号第八条）",
    "out.family": "家庭不是低保边缘家庭，也不能按单人户申请",
    "out.means": "按单人户申请，本人收入或者财产超过规定",
}


# --- grounds ----------------------------------------------------------------------------------

AGE = age_on(field("member", "born_on"), field("case", "age_on"))
ABSENCE = text("member", "absence")
# levels 1 and 2 of any kind, 3 of mind: a wider list than that of 特困
SEVERE = any_of(disabled(most=2), disabled(*MIND, most=3))
MORE = word("single.more_grounds")


def _in_family() -> dict[str, Node]:
    """The nation's grounds in an edge family, and those a place adds by its list."""
    local = {
        "long_medicine": is_so("member", "long_term_medicine"),
        "child": at_most(AGE, parameter("single.child.age")),
        "elder": at_least(AGE, parameter("single.elder.age")),
        "student": not_(equals(text("member", "student"), "none")),
    }
    found = {"severe": SEVERE, "ill": equals(text("member", "illness"), "major")}
    return found | {name: all_of(in_list(name, MORE), holds) for name, holds in local.items()}


IN_FAMILY = _in_family()
CLERIC = any_of(
    equals(ABSENCE, "cleric_3_years"), known_or(is_so("member", "clergy"), False)
)
AT_WORK = one_of(text("member", "employment"), "employed", "self_employed", "farming")
ALONE = all_of(
    equals(ABSENCE, "none"), at_least(AGE, parameter("single.alone.age")), SEVERE, not_(AT_WORK)
)
GROUND_FAMILY = any_of(*IN_FAMILY.values())
GROUND_OWN = any_of(
    CLERIC,
    all_of(
        ALONE, choose((equals(word("single.alone.family"), "edge"), EDGE.met), otherwise=True)
    ),
)

# --- his own means, as a household of one -----------------------------------------------------

STANDARD = choose(
    (equals(text("member", "registration"), "urban"), parameter("dibao.standard.urban")),
    otherwise=parameter("dibao.standard.rural"),
)
KIND, CLASS, CODE = text("item", "kind"), text("item", "class"), text("item", "code")
NO_RECORD, OWN = flag("item", "no_record"), flag("item", "has_owner")
FULL_REGISTER = in_list(text("item", "dataset"), word("sources.full_registers"))
AMOUNT = choose(
    (NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
    otherwise=field("item", "amount_fen"),
)
YEAR = DIBAO.item_year
INSIDE = months_within(field("case", "month_first"), field("case", "month_last"))
# what belongs to the whole household is his alone when he is the whole household
HIS = any_of(OWN, equals(count_of(LIVING), 1))


def _gather(value: Node, where: Node, known: bool = False) -> Node:
    """His own rows, and the household's if there is nobody else."""
    add = known_total_of if known else total_of
    shared = add(value, all_of(where, not_(OWN), HIS))
    return add(value, all_of(where, OWN), "member") + shared


def _net(name: str) -> tuple[Node, Node]:
    """A class of income after its costs, never below 0; and the least of it that is certain."""
    free = in_list(CODE, word("income.excluded"))
    gain = all_of(equals(KIND, "income"), equals(CLASS, name), not_(free))
    cost = _gather(YEAR, all_of(equals(KIND, "expense"), equals(CLASS, name)))
    known = _gather(YEAR, gain, known=True)
    return largest(0, _gather(YEAR, gain) - cost), known_or(largest(0, known - cost), 0)


def _support() -> Node:
    """What supporters outside give, by dibao's formula; waived for siblings and the old."""
    paid, agreed = field("supporter", "paid_fen"), field("supporter", "agreed_fen")
    num, den = ratio("support.share")
    line = parameter("dibao.standard.urban") * field("supporter", "household_size")
    spare = largest(0, field("supporter", "household_income_fen") - line)
    due = choose(
        (flag("supporter", "agreed"), agreed),
        (equals(word("support.formula"), "received_only"), paid),
        (not_(flag("supporter", "consent")), paid),
        otherwise=half_up(spare * num, field("supporter", "supported_count") * den),
    )
    age = age_on(field("supporter", "born_on"), field("case", "age_on"))
    waived = any_of(
        equals(text("supporter", "relation"), "sibling"),
        at_least(age, parameter("single.support.waived_age")),
    )
    return choose((waived, 0), otherwise=largest(paid, due))


def _of_year(amount: Node) -> Node:
    months = field("item", "months")
    return choose(
        (equals(INSIDE, 0), 0),
        (equals(INSIDE, months), amount),
        otherwise=half_up(amount * INSIDE, months),
    )


NETS = [_net(name) for name in ("wage", "business", "property", "transfer", "other")]
SUPPORT = _support()
BILLS = _gather(
    _of_year(largest(0, AMOUNT - field("item", "refund_fen"))),
    all_of(equals(KIND, "expense"), any_of(equals(CLASS, "medical"), equals(CLASS, "disability"))),
)
INCOME = largest(0, sum_of(*(net for net, _ in NETS)) + total_of(SUPPORT, per="member") - BILLS)
INCOME_KNOWN = (
    sum_of(*(least for _, least in NETS)) + known_total_of(SUPPORT, per="member") - BILLS
)


def _income_below() -> Node:
    over = all_of(is_known(INCOME_KNOWN), at_least(INCOME_KNOWN, STANDARD))
    return choose((known_or(over, False), False), otherwise=less_than(INCOME, STANDARD))


def _property_within() -> Node:
    """As an edge family's, of what is his own: he does not live alone in a home of the family."""
    wider, of = ratio("edge.property.factor")
    limit = STANDARD * parameter("property.financial.months") * wider
    financial = all_of(equals(KIND, "asset"), equals(CLASS, "financial"))
    over = more_than(_gather(AMOUNT, financial, known=True) * 12 * of, limit)
    money = choose(
        (known_or(over, False), False),
        otherwise=at_most(_gather(AMOUNT, financial) * 12 * of, limit),
    )
    return all_of(money, *(_none_of(name) for name in ("vehicle", "machine", "firm")))


def _none_of(name: str) -> Node:
    there = choose(
        (NO_RECORD, choose((FULL_REGISTER, False), otherwise=unknown("bool"))),
        otherwise=choose((is_known(CODE), True), otherwise=unknown("bool")),
    )
    exempt = in_list(CODE, word(f"property.{name}.exempt"))
    thing = all_of(equals(KIND, "asset"), equals(CLASS, name), there, not_(exempt))
    shared = any_row(all_of(thing, not_(OWN), HIS))
    return not_(any_of(any_row(all_of(thing, OWN), "member"), shared))


OWN_MEANS = all_of(_income_below(), _property_within())

# --- the verdict ------------------------------------------------------------------------------

BY_FAMILY = all_of(GROUND_FAMILY, DIBAO.counted, EDGE.met)
BY_HIMSELF = all_of(GROUND_OWN, OWN_MEANS)
# an edge family that a place asks for is no ground: only the second step speaks of the family
NAMED_GROUND = any_of(GROUND_FAMILY, CLERIC, ALONE)
HAS_WAY = any_of(BY_FAMILY, GROUND_OWN)
HAS_MEANS = any_of(BY_FAMILY, BY_HIMSELF)
NOT_DIBAO = not_(any_of(DIBAO.met, EXIT.met))
NOT_TEKUN = not_(TEKUN.counted)
STEPS = (all_of(LIVING, NAMED_GROUND), HAS_WAY, HAS_MEANS, NOT_DIBAO, NOT_TEKUN)
ENTITLED = all_of(*STEPS)


def _ground() -> Node:
    """Why he is not: what comes first in the recognition, then the first step he fails."""
    failed = {
        "out.tekun": NOT_TEKUN, "out.dibao": NOT_DIBAO, "out.no_ground": STEPS[0],
        "out.family": HAS_WAY, "out.means": HAS_MEANS,
    }  # fmt: skip
    return choose(
        *((known_or(not_(holds), False), ground) for ground, holds in failed.items()),
        (ENTITLED, "in.entitled"),
        otherwise=unknown("text"),
    )


# --- the amount -------------------------------------------------------------------------------


def _month(over: Node, under: Node) -> Node:
    """One person's month by the household's rounding rule."""
    result = unknown()
    for name, (rounded, step, _) in ROUNDING.items():
        result = choose(
            (equals(word("rounding.rule"), name), rounded(over, under, step)), otherwise=result
        )
    return result


def _amount(way: str) -> Node:
    """A share of the standard, or what his own income leaves of it."""
    num, den = ratio(f"single.{way}.share")
    share = _month(STANDARD * num, den * 12)
    gap = _month(largest(0, STANDARD - INCOME), NOTHING + 12)
    return choose((equals(word(f"single.{way}.amount"), "share"), share), otherwise=gap)


def _both() -> Node:
    family = choose((BY_FAMILY, _amount("family")), otherwise=0)
    himself = choose((BY_HIMSELF, _amount("alone")), otherwise=0)
    first = choose((BY_FAMILY, family), otherwise=himself)
    return choose(
        (equals(word("single.both"), "family"), first), otherwise=largest(family, himself)
    )


REASONS = {
    "severe": "低保边缘家庭的重度残疾人",
    "ill": "低保边缘家庭的重病患者",
    "long_medicine": "低保边缘家庭的长期服药者",
    "child": "低保边缘家庭的儿童",
    "elder": "低保边缘家庭的老人",
    "student": "低保边缘家庭的学生",
    "alone": "成年无业重度残疾人",
    "cleric": "贫困教职人员",
}
REASON = choose(
    *((all_of(BY_FAMILY, holds), name) for name, holds in IN_FAMILY.items()),
    (CLERIC, "cleric"),
    otherwise="alone",
)

# --- what is shown ----------------------------------------------------------------------------


def _criteria() -> tuple[Criterion, ...]:
    """Each looks at those who passed the ones before: the first not met is what fails."""
    feeds = tuple(
        ("income", name) for name in ("wage", "business", "property", "transfer", "other")
    )
    labels = (
        (WHO, "有重残、重病等可以单独申请的人", "disability", ()),
        (FAMILY, "其中有低保边缘家庭的成员，或者可以按单人户申请的人", "income", feeds),
        (MEANS, "其中按单人户申请的，本人收入低于标准、财产符合规定", "income", feeds),
        (SORTED, "全家不是低保，也不在渐退期", "", ()),
        (SORTED, "其中有不是特困的人", "", ()),
    )
    found = []
    for number, (basis, label, asks, fed) in enumerate(labels, 1):
        holds = all_of(*STEPS[:number])
        found.append(
            Criterion(f"dibao_single.{number}", basis, label, any_row(holds), count_of(holds),
                      NOTHING + 1, "people", fed, asks)
        )  # fmt: skip
    return tuple(found)


# what they would have been given one by one, if the family were over the line
SINGLY = total_of(_amount("family"), all_of(LIVING, GROUND_FAMILY, DIBAO.counted, NOT_TEKUN))

REMARKS = (
    Remark("family", "只有本人是低保，其他家庭成员仍是低保边缘家庭成员",
           all_of(any_row(all_of(ENTITLED, BY_FAMILY)), more_than(DIBAO.people, 1))),
    Remark("no_extras", "单人保不另加分类施保", any_row(ENTITLED)),
    Remark("less", "全家符合低保，按全家的差额发，比单独申请的数少：请先向家庭说明",
           all_of(DIBAO.met, more_than(SINGLY, DIBAO.amount))),
)  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    made = for_persons(
        criteria=_criteria(),
        entitled=ENTITLED,
        amount=_both(),
        label="单人保",
        reason=REASON,
        reasons=REASONS,
        remarks=REMARKS,
    )
    return replace(
        made,
        ground=_ground(),
        grounds=GROUNDS,
        item_counts=all_of(equals(KIND, "income"), not_(in_list(CODE, word("income.excluded")))),
        item_year=YEAR,
    )
