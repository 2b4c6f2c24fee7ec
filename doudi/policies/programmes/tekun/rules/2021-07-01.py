"""Support of extremely poor persons (特困供养) from 2021-07-01: 国务院令第649号, 民发〔2021〕43号.

Each member has a verdict of his own. Money is fen per year; living and care are divided into months
and rounded once each, by name. What belongs to the whole household counts for each by heads.
"""

from dataclasses import replace
from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.disability import MIND, disabled
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.vocabulary import (
    text,
    flag,
    word,
    sum_of,
    Node,
    age_on,
    all_of,
    any_of,
    any_row,
    at_least,
    at_most,
    ceil_to,
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
    more_than,
    not_,
    one_of,
    parameter,
    ratio,
    total_of,
    unknown,
)

WHO = "国务院令第649号第十四条；民发〔2021〕43号第四条、第五条"
MEANS = "国务院令第649号第十四条；民发〔2021〕43号第六条、第七条"
SUPPORTERS = "国务院令第649号第十四条；民发〔2021〕43号第八条"
CHOSEN = "民发〔2021〕43号第九条、第二十四条"

DIBAO = rule_of("dibao", date(2021, 7, 1))

GROUNDS = {
    "in.entitled": "符合特困供养条件",
    "out.dead": "已经去世",
    "out.away": "服刑或者宣告失踪（民发〔2021〕43号第二十四条）",
    "out.orphan": "已选择孤儿或者事实无人抚养儿童基本生活保障（民发〔2021〕43号第九条）",
    "out.capable": "有劳动能力（民发〔2021〕43号第五条）",
    "out.income": "本人收入不低于低保标准（民发〔2021〕43号第六条）",
    "out.property": "本人财产超过特困人员的规定（民发〔2021〕43号第六条）",
    "out.supported": "有法定义务人，且有履行义务能力（民发〔2021〕43号第八条）",
}


# --- no labour capacity -----------------------------------------------------------------------

AGE = age_on(field("member", "born_on"), field("case", "age_on"))
ON_SUPPORT = equals(text("member", "receives"), "tekun")


def _disabled() -> Node:
    """Another list than that of the single person: limb 3, sight 2, hearing and speech are out."""
    lists = {"mind": MIND, "limb": ("limb",), "sight": ("sight",)}
    return any_of(
        *(
            disabled(*kinds, most=parameter(f"tekun.disability.{name}.level"))
            for name, kinds in lists.items()
        )
    )


def _continues() -> Node:
    """Grown up on support and still at school."""
    at_school = in_list(text("member", "student"), word("tekun.minor.schools"))
    return all_of(ON_SUPPORT, at_school)


NO_CAPACITY = any_of(
    at_least(AGE, parameter("tekun.elder.age")),
    less_than(AGE, parameter("tekun.minor.age")),
    _disabled(),
    _continues(),
    # a provincial case is one only when an office has said so: nobody is asked
    known_or(is_so("member", "no_labour_capacity"), False),
)

# --- the standard -----------------------------------------------------------------------------

STANDARD = choose(
    (equals(text("member", "registration"), "urban"), parameter("dibao.standard.urban")),
    otherwise=parameter("dibao.standard.rural"),
)
IN_HOME = equals(text("member", "placement"), "institution")


def _monthly(over: Node, under: Node, rule: Node) -> Node:
    return choose(
        (equals(rule, "none"), half_up(over, under)),
        (equals(rule, "ceil_month_yuan"), ceil_to(over, under, 100)),
        (equals(rule, "ceil_month_5_yuan"), ceil_to(over, under, 500)),
        otherwise=unknown(),
    )


def _living() -> tuple[Node, Node]:
    """Living money a month, and the standard as published for a year."""
    rounding = word("tekun.rounding")
    months, years = [], []
    for key in ("tekun.multiple.institution", "tekun.multiple"):
        num, den = ratio(key)
        month = _monthly(STANDARD * num, den * 12, rounding)
        months.append(month)
        years.append(
            choose((equals(rounding, "none"), half_up(STANDARD * num, den)), otherwise=month * 12)
        )
    return (
        choose((IN_HOME, months[0]), otherwise=months[1]),
        choose((IN_HOME, years[0]), otherwise=years[1]),
    )


LIVING_MONTH, LIVING_YEAR = _living()

# --- no income --------------------------------------------------------------------------------

KIND, CLASS, CODE = text("item", "kind"), text("item", "class"), text("item", "code")
NO_RECORD, OWN = flag("item", "no_record"), flag("item", "has_owner")
FULL_REGISTER = in_list(text("item", "dataset"), word("sources.full_registers"))
AMOUNT = choose(
    (NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
    otherwise=field("item", "amount_fen"),
)
YEAR = DIBAO.item_year
HEADS = count_of(LIVING)
FREE = any_of(
    in_list(CODE, word("tekun.income.excluded")), in_list(CODE, word("income.excluded"))
)


def _net(name: str, own: bool) -> tuple[Node, Node]:
    """A class of income after its costs, never below 0; and the least of it that is certain."""
    whose, per = (OWN, "member") if own else (not_(OWN), "case")
    gain = all_of(equals(KIND, "income"), equals(CLASS, name), not_(FREE), whose)
    cost = total_of(YEAR, all_of(equals(KIND, "expense"), equals(CLASS, name), whose), per)  # type: ignore[arg-type]
    known = known_total_of(YEAR, gain, per)  # type: ignore[arg-type]
    whole = total_of(YEAR, gain, per)  # type: ignore[arg-type]
    return largest(0, whole - cost), known_or(largest(0, known - cost), 0)


CLASSES = ("wage", "business", "property", "transfer", "other")
OWN_NET, SHARED_NET = [_net(one, True) for one in CLASSES], [_net(one, False) for one in CLASSES]
PAID = choose(
    (flag("supporter", "agreed"),
     largest(field("supporter", "paid_fen"), field("supporter", "agreed_fen"))),
    otherwise=field("supporter", "paid_fen"),
)  # fmt: skip
INCOME = sum_of(*(net for net, _ in OWN_NET)) + total_of(PAID, per="member")
INCOME_KNOWN = sum_of(*(least for _, least in OWN_NET)) + known_total_of(PAID, per="member")
SHARED = sum_of(*(net for net, _ in SHARED_NET))
SHARED_KNOWN = sum_of(*(least for _, least in SHARED_NET))


def _below(limit: Node) -> Node:
    """The person's income is under a year's limit; one certain no decides."""
    over = at_least(INCOME_KNOWN * HEADS + SHARED_KNOWN, limit * HEADS)
    return choose(
        (known_or(over, False), False),
        otherwise=less_than(INCOME * HEADS + SHARED, limit * HEADS),
    )


NO_INCOME = _below(STANDARD)

# --- property ---------------------------------------------------------------------------------


def asset(name: str) -> Node:
    return all_of(equals(KIND, "asset"), equals(CLASS, name))


def _sums(value: Node, name: str, known: bool = False) -> tuple[Node, Node]:
    """The person's own, and what belongs to the whole household."""
    gather = known_total_of if known else total_of
    own, shared = all_of(asset(name), OWN), all_of(asset(name), not_(OWN))
    return gather(value, own, "member"), gather(value, shared)


def _money_within() -> Node:
    num, den = ratio("tekun.property.financial.years")
    own, shared = _sums(AMOUNT, "financial")
    own_known, shared_known = _sums(AMOUNT, "financial", known=True)
    limit = LIVING_YEAR * num * HEADS
    over = at_least((own_known * HEADS + shared_known) * den, limit)
    within = less_than((own * HEADS + shared) * den, limit)
    return choose((known_or(over, False), False), otherwise=within)


def _none_of(name: str, free: Node) -> Node:
    there = choose(
        (NO_RECORD, choose((FULL_REGISTER, False), otherwise=unknown("bool"))),
        otherwise=choose((is_known(CODE), True), otherwise=unknown("bool")),
    )
    thing = all_of(asset(name), there, not_(free))
    return all_of(
        not_(any_row(all_of(thing, OWN), "member")), not_(any_row(all_of(thing, not_(OWN))))
    )


def _homes_within() -> Node:
    count = choose(
        (NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
        otherwise=field("item", "count"),
    )
    own, shared = _sums(count, "home")
    return less_than(own + shared, parameter("tekun.property.home.count"))


CHEAP = all_of(
    more_than(parameter("property.vehicle.exempt_fen"), 0),
    at_most(AMOUNT, parameter("property.vehicle.exempt_fen")),
)
PROPERTY = all_of(
    _money_within(),
    _homes_within(),
    _none_of("vehicle", any_of(in_list(CODE, word("property.vehicle.exempt")), CHEAP)),
    *(
        _none_of(name, in_list(CODE, word(f"property.{name}.exempt")))
        for name in ("machine", "firm", "non_residential")
    ),
)

# --- nobody who must and can support him ------------------------------------------------------

DISPOSABLE = parameter("disposable_income.last_year")
GROWN = parameter("tekun.supporter.adult_age")
OLD, DIBAO_OLD = parameter("tekun.supporter.age"), parameter("tekun.supporter.dibao_age")


def _able_outside() -> Node:
    """Somebody outside the household who must support him and is not unable."""
    age = age_on(field("supporter", "born_on"), field("case", "age_on"))
    state, holds = text("supporter", "condition"), flag("supporter", "property_within")
    poor = all_of(less_than(field("supporter", "own_income_fen"), DISPOSABLE), holds)
    unable = any_of(
        equals(state, "tekun"),
        all_of(equals(state, "dibao"), at_least(age, DIBAO_OLD)),
        all_of(at_least(age, OLD), poor),
        all_of(one_of(state, "severe_disability", "mind_level_3"), poor),
        all_of(one_of(state, "no_capacity", "missing", "prison"), holds),
    )
    must = all_of(
        in_list(text("supporter", "relation"), word("tekun.supporter.relations")),
        at_least(age, GROWN),
    )
    return any_row(all_of(must, not_(unable)), "member")


RELATION, ABSENCE = text("member", "relation"), text("member", "absence")
OUTSIDE = _able_outside()
# His own supporter may be another who is let in by this law: an old couple supports nobody.
LACKING = all_of(NO_CAPACITY, NO_INCOME, PROPERTY, not_(OUTSIDE))
SEVERE = any_of(disabled(most=2), disabled(*MIND, most=3))


def _able_here() -> Node:
    """A member who could support another one: of age, living, and not unable."""
    poor = all_of(_below(DISPOSABLE), PROPERTY)
    unable = any_of(
        ON_SUPPORT,
        LACKING,
        all_of(in_list("dibao", text("case", "holds")), at_least(AGE, DIBAO_OLD)),
        all_of(at_least(AGE, OLD), poor),
        all_of(SEVERE, poor),
        all_of(
            any_of(
                one_of(ABSENCE, "missing", "prison"),
                known_or(is_so("member", "no_civil_capacity"), False),
            ),
            PROPERTY,
        ),
    )
    return all_of(LIVING, at_least(AGE, GROWN), not_(unable))


ABLE = _able_here()


def _one(relation: str) -> Node:
    return any_row(all_of(equals(RELATION, relation), ABLE))


def _another(relation: str) -> Node:
    """An able one of this relation besides the member himself."""
    himself = choose((ABLE, 1), otherwise=0)
    return at_least(count_of(all_of(equals(RELATION, relation), ABLE)) - himself, 1)


def _supported_here() -> Node:
    """Spouse, parent or child in the household, as far as relations to the applicant tell."""
    return choose(
        (equals(RELATION, "self"), any_of(_one("spouse"), _one("child"), _one("parent"))),
        (equals(RELATION, "spouse"), any_of(_one("self"), _one("child"))),
        (equals(RELATION, "child"), any_of(_one("self"), _one("spouse"))),
        (equals(RELATION, "parent"), any_of(_one("self"), _one("sibling"), _another("parent"))),
        (equals(RELATION, "grandparent"), any_of(_one("parent"), _another("grandparent"))),
        (equals(RELATION, "sibling"), _one("parent")),
        (equals(RELATION, "child_in_law"), _one("child")),
        otherwise=False,
    )


def _living_count(relation: str) -> Node:
    return count_of(all_of(equals(RELATION, relation), LIVING))


def _no_parent_left() -> Node:
    """A minor's parents are dead, or each was tested as a supporter, here or outside."""
    father, mother = text("member", "father"), text("member", "mother")
    here = choose(
        (equals(RELATION, "child"), _living_count("self") + _living_count("spouse")),
        (one_of(RELATION, "self", "sibling"), _living_count("parent")),
        otherwise=0,
    )
    told = count_of(equals(text("supporter", "relation"), "parent"), "member")
    dead = [known_or(choose((equals(one, "dead"), 1), otherwise=0), 0) for one in (father, mother)]
    tested = at_least(sum_of(*dead) + here + told, 2)
    gone = [
        choose(
            (equals(one, "dead"), True),
            # whether he is unable depends on his means: he has to be named as a supporter
            (one_of(one, "missing", "prison", "severe_disability"), unknown("bool")),
            otherwise=False,
        )
        for one in (father, mother)
    ]
    return choose(
        (at_least(AGE, GROWN), True), (tested, True), otherwise=all_of(*gone)
    )


NO_SUPPORTER = all_of(not_(OUTSIDE), not_(_supported_here()), _no_parent_left())

# --- what ends it -----------------------------------------------------------------------------

PRESENT = not_(one_of(ABSENCE, "prison", "missing"))
CHILD_AID = all_of(equals(KIND, "income"), in_list(CODE, word("tekun.child_allowances")), OWN)
NOT_ORPHAN = not_(
    any_of(
        known_or(is_so("member", "chose_orphan_allowance"), False),
        any_row(all_of(CHILD_AID, more_than(YEAR, 0)), "member"),
    )
)
STEPS = (LIVING, NO_CAPACITY, NO_INCOME, PROPERTY, NO_SUPPORTER, PRESENT, NOT_ORPHAN)
ENTITLED = all_of(*STEPS)


def _ground() -> Node:
    """The first condition that he certainly fails."""
    failed = {
        "out.dead": LIVING, "out.away": PRESENT, "out.orphan": NOT_ORPHAN,
        "out.capable": NO_CAPACITY, "out.income": NO_INCOME, "out.property": PROPERTY,
        "out.supported": NO_SUPPORTER,
    }  # fmt: skip
    return choose(
        *((known_or(not_(holds), False), ground) for ground, holds in failed.items()),
        (ENTITLED, "in.entitled"),
        otherwise=unknown("text"),
    )


# --- care money -------------------------------------------------------------------------------

FAILED = field("member", "self_care_failed")
GRADE = choose(
    (equals(FAILED, 0), "able"),
    (less_than(FAILED, parameter("tekun.care.fully_from")), "partly"),
    otherwise="fully",
)
SPECIAL = any_of(
    disabled("mental", most=4), known_or(is_so("member", "infectious"), False)
)


def _care() -> Node:
    """A share of the minimum wage by grade, raised in an institution and for special care."""
    more_num, more_den = ratio("tekun.care.more")
    inside, special = choose((IN_HOME, 1), otherwise=0), choose((SPECIAL, 1), otherwise=0)
    times = choose(
        (equals(word("tekun.care.more_for_both"), "twice"), inside + special),
        otherwise=largest(inside, special),
    )
    amounts = []
    for grade in ("able", "partly", "fully"):
        num, den = ratio(f"tekun.care.{grade}.share")
        over = parameter("tekun.care.wage") * num * (more_den + times * more_num)
        month = _monthly(over, den * more_den * 12, word("tekun.care.rounding"))
        amounts.append((equals(GRADE, grade), month))
    return choose(*amounts, otherwise=unknown())


CARE = _care()
REASONS = {
    f"{place}_{grade}": f"{place_label}，{grade_label}"
    for place, place_label in (("home", "分散供养"), ("institution", "集中供养"))
    for grade, grade_label in (("able", "全自理"), ("partly", "半护理"), ("fully", "全护理"))
}
REASON = choose(
    *(
        (all_of(IN_HOME if key.startswith("institution") else not_(IN_HOME),
                equals(GRADE, key.rpartition("_")[2])), key)
        for key in REASONS
    ),
    otherwise="none",
)  # fmt: skip

# --- what is shown ----------------------------------------------------------------------------

INCOME_FEEDS = tuple(("income", name) for name in CLASSES)
ASSET_FEEDS = tuple(
    ("asset", name)
    for name in ("financial", "home", "vehicle", "machine", "firm", "non_residential")
)


def _criteria() -> tuple[Criterion, ...]:
    """Each looks at those who passed the ones before: the first not met is what fails."""
    labels = (
        (WHO, "有没有劳动能力的人", "disability", ()),
        (MEANS, "其中有本人收入低于低保标准的人", "income", INCOME_FEEDS),
        (MEANS, "其中有本人财产符合特困规定的人", "asset", ASSET_FEEDS),
        (SUPPORTERS, "其中有没有法定义务人、或者义务人无能力的人", "supporters", ()),
        (CHOSEN, "其中有不在服刑、失踪，也没有选择孤儿待遇的人", "absence", ()),
    )
    reached = (STEPS[:2], STEPS[:3], STEPS[:4], STEPS[:5], STEPS)
    found = []
    for number, (one, steps) in enumerate(zip(labels, reached, strict=True), 1):
        basis, label, asks, feeds = one
        holds = all_of(*steps)
        found.append(
            Criterion(f"tekun.{number}", basis, label, any_row(holds), count_of(holds),
                      NOTHING + 1, "people", feeds, asks)
        )  # fmt: skip
    return tuple(found)


def _year(amount: Node) -> Node:
    return total_of(choose((ENTITLED, amount), otherwise=0))


def _sheet(monthly: tuple[Line, ...]) -> tuple[Line, ...]:
    living, care = _year(LIVING_YEAR), _year(CARE * 12)
    return (
        Line("living", "基本生活标准合计（全年）", living, "year"),
        Line("care", "照料护理标准合计（全年）", care, "year"),
        Line("standard", "特困供养标准合计（全年）", living + care, "year", "total"),
        *monthly,
    )


MET = any_row(ENTITLED)
REMARKS = (
    Remark("consent", "有义务人未授权核对：没有他的收入和财产，不能认定他没有能力",
           any_row(not_(flag("supporter", "consent")))),
    Remark("self_care", "有人还没有做生活自理能力评估，照料护理费未知",
           any_row(all_of(ENTITLED, not_(is_known(FAILED))))),
    Remark("family", "认定为特困的人不再计入本户低保，本户其他人要重新核算",
           all_of(MET, more_than(HEADS, count_of(ENTITLED)))),
)  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    made = for_persons(
        criteria=_criteria(),
        entitled=ENTITLED,
        amount=LIVING_MONTH + CARE,
        label="特困供养",
        reason=REASON,
        reasons=REASONS,
        remarks=REMARKS,
    )
    return replace(
        made,
        ground=_ground(),
        grounds=GROUNDS,
        sheet=_sheet(made.sheet),
        item_counts=all_of(equals(KIND, "income"), not_(FREE)),
        item_year=YEAR,
    )
