"""Minimum living guarantee from 2021-07-01: 国务院令第649号 with 民发〔2021〕57号.

Money is fen per year; the amount is divided into months and rounded once, last, by name.
"""

from doudi.policies.rules.disability import disabled
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
    floor_to,
    half_up,
    half_up_to,
    in_list,
    is_known,
    known_count_of,
    known_or,
    known_total_of,
    largest,
    less_than,
    monthly,
    months_within,
    more_than,
    not_,
    of_owner,
    one_of,
    parameter,
    ratio,
    smallest,
    total_of,
    unknown,
)

MEMBERS = "民发〔2021〕57号第七条"
INCOME = "国务院令第649号第九条；民发〔2021〕57号第十三条"
PROPERTY = "国务院令第649号第九条；民发〔2021〕57号第十四条"

GROUNDS = {
    "out.dead": "已经去世，不计入",
    "out.prison": "服刑人员不计入（民发〔2021〕57号第七条第二款第二项）",
    "out.compulsory_detox": "强制隔离戒毒人员不计入（民发〔2021〕57号第七条第二款第二项）",
    "out.missing": "宣告失踪人员不计入（民发〔2021〕57号第七条第二款第二项）",
    "out.cleric": "脱离家庭独立生活三年以上的教职人员不计入（民发〔2021〕57号第七条第二款第一项）",
    "out.conscript": "现役义务兵不计入（民发〔2021〕57号第七条第二款第三项）",
    "out.own_aid": "已单独享受特困供养或单人保，不计入",
    "in.self": "申请人",
    "in.spouse": "配偶（民发〔2021〕57号第七条第一款第一项）",
    "in.minor": "未成年子女（民发〔2021〕57号第七条第一款第二项）",
    "in.student": "全日制本科及以下在校的成年子女（民发〔2021〕57号第七条第一款第三项）",
    "in.dependent": "不能独立生活的成年子女（民发〔2021〕57号第七条第一款第三项）",
    "in.support": "长期共同居住的法定赡养扶养抚养关系人（民发〔2021〕57号第七条第一款第四项）",
    "out.apart": "不属于共同生活的家庭成员（民发〔2021〕57号第七条）",
}

EXTRA_REASONS = {
    "none": "无", "severe": "重度残疾", "ill": "重病", "elder": "老年", "minor": "未成年",
}  # fmt: skip


# --- who counts -------------------------------------------------------------------------------

AGE = age_on(field("member", "born_on"), field("case", "age_on"))
STUDENT = text("member", "student")


def _ground() -> Node:
    relation, absence = text("member", "relation"), text("member", "absence")
    child = equals(relation, "child")
    conscript_out = equals(word("members.conscript"), "out")
    own_aid_out = equals(word("members.own_aid"), "out")
    together = all_of(flag("member", "lives_with"), flag("member", "support_duty"))
    pupil = one_of(
        STUDENT, "preschool", "compulsory", "high_school", "vocational", "undergraduate"
    )
    postgraduate_out = all_of(
        child, equals(STUDENT, "postgraduate"), equals(word("members.postgraduate"), "out")
    )
    return choose(
        (not_(equals(field("member", "died_on"), 0)), "out.dead"),
        (equals(absence, "prison"), "out.prison"),
        (equals(absence, "compulsory_detox"), "out.compulsory_detox"),
        (equals(absence, "missing"), "out.missing"),
        (equals(absence, "cleric_3_years"), "out.cleric"),
        (all_of(equals(absence, "conscript"), conscript_out), "out.conscript"),
        (
            all_of(one_of(text("member", "receives"), "tekun", "dibao_single"), own_aid_out),
            "out.own_aid",
        ),
        (equals(relation, "self"), "in.self"),
        (equals(relation, "spouse"), "in.spouse"),
        (all_of(child, less_than(AGE, 18)), "in.minor"),
        (all_of(child, pupil), "in.student"),
        (all_of(child, flag("member", "cannot_live_alone")), "in.dependent"),
        (postgraduate_out, "out.apart"),
        (together, "in.support"),
        otherwise="out.apart",
    )


GROUND = _ground()
COUNTED = one_of(GROUND, *(ground for ground in GROUNDS if ground.startswith("in.")))
PEOPLE = count_of(COUNTED)

# --- the line ---------------------------------------------------------------------------------

URBAN, RURAL = parameter("dibao.standard.urban"), parameter("dibao.standard.rural")
REGISTRATION = choose(
    (equals(word("standard.mixed"), "by_member"), text("member", "registration")),
    otherwise=text("case", "registration"),
)
STANDARD = choose((equals(REGISTRATION, "urban"), URBAN), otherwise=RURAL)
LINE = total_of(STANDARD, COUNTED)

# --- items ------------------------------------------------------------------------------------

KIND, CLASS, CODE = text("item", "kind"), text("item", "class"), text("item", "code")
OUTSIDE_COUNTS = equals(word("members.out_income"), "inside")
OWNED_IN = of_owner(any_of(COUNTED, OUTSIDE_COUNTS), True)
NO_RECORD = flag("item", "no_record")
FULL_REGISTER = in_list(text("item", "dataset"), word("sources.full_registers"))
AMOUNT = choose(
    (NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
    otherwise=field("item", "amount_fen"),
)


CURRENT = equals(word("income.window"), "with_current_month")
FIRST_MONTH = choose(
    (CURRENT, field("case", "month_first") + 1), otherwise=field("case", "month_first")
)
LAST_MONTH = choose((CURRENT, field("case", "month_now")), otherwise=field("case", "month_last"))
INSIDE = months_within(FIRST_MONTH, LAST_MONTH)


def _paid_months() -> Node:
    """The months inside that count: those of the basic pension only after its exclusion ended."""
    until = parameter("exclude.basic_pension.until")
    pension = all_of(equals(KIND, "income"), in_list(CODE, word("exclude.basic_pension.codes")))
    return choose(
        (not_(pension), INSIDE),
        (
            equals(word("exclude.basic_pension.by"), "month_paid"),
            months_within(largest(FIRST_MONTH, until + 1), LAST_MONTH),
        ),
        (at_most(field("case", "month_now"), until), 0),
        otherwise=INSIDE,
    )


PAID_MONTHS = _paid_months()
EXCLUDED = all_of(equals(KIND, "income"), in_list(CODE, word("income.excluded")))
COUNTS = all_of(OWNED_IN, not_(EXCLUDED), more_than(PAID_MONTHS, 0))


def _of_year(amount: Node) -> Node:
    """What of an item's amount falls in the year: an amount of its own, to the fen."""
    months, course = field("item", "months"), text("item", "course")
    share = choose(
        (equals(PAID_MONTHS, months), amount), otherwise=half_up(amount * PAID_MONTHS, months)
    )
    spread = half_up(amount * (PAID_MONTHS * 12), months * INSIDE)
    ended = choose(
        (equals(word("income.ended"), "total"), share),
        (equals(word("income.ended"), "months_worked"), spread),
        otherwise=0,
    )
    return choose(
        (equals(PAID_MONTHS, 0), 0),
        (equals(course, "started"), spread),
        (equals(course, "ended"), ended),
        otherwise=share,
    )


YEAR = _of_year(AMOUNT)


def of(kind: str, name: str) -> Node:
    return all_of(equals(KIND, kind), equals(CLASS, name), COUNTS)


# --- income -----------------------------------------------------------------------------------

DECLARED_COST = total_of(YEAR, of("expense", "employment"), per="member")


def _after_cost(wage: Node) -> Node:
    num, den = ratio("employment.cost.share")
    cost = choose(
        (equals(word("employment.cost"), "share"), half_up(wage * num, den)),
        (equals(word("employment.cost"), "standard"), half_up(STANDARD * num, den)),
        (equals(word("employment.cost"), "declared"), DECLARED_COST),
        otherwise=0,
    )
    return wage - smallest(wage, cost)


def _is_waived() -> Node:
    """A wage of work begun while on aid, all of it within the months that a place lets free."""
    on_aid = any_of(more_than(field("case", "aid_fen"), 0), in_list("dibao", text("case", "holds")))
    begun = all_of(of("income", "wage"), equals(text("item", "course"), "started"))
    return all_of(
        begun, at_most(field("item", "months"), parameter("income.waiver.months")), on_aid
    )


def _waived(new_wage: Node) -> Node:
    """Of a member's new wage: up to so many times his own standard."""
    most = STANDARD * parameter("income.waiver.times")
    return choose((equals(new_wage, 0), 0), otherwise=smallest(new_wage, most))


IS_WAIVED = _is_waived()
WAIVED = total_of(_waived(total_of(YEAR, IS_WAIVED, per="member")))

SHARED_WAGE = all_of(of("income", "wage"), not_(flag("item", "has_owner")))
WAGE = total_of(
    _after_cost(
        total_of(YEAR, of("income", "wage"), per="member")
        - _waived(total_of(YEAR, IS_WAIVED, per="member"))
    )
) + total_of(YEAR, SHARED_WAGE)
WAGE_KNOWN = total_of(
    known_or(
        _after_cost(
            known_total_of(YEAR, of("income", "wage"), per="member")
            - _waived(known_total_of(YEAR, IS_WAIVED, per="member"))
        ),
        0,
    )
) + known_total_of(YEAR, SHARED_WAGE)


def _support() -> Node:
    """Support by supporters outside: ruling or agreement, else by formula, never under paid."""
    paid, agreed = field("supporter", "paid_fen"), field("supporter", "agreed_fen")
    num, den = ratio("support.share")
    line = URBAN * field("supporter", "household_size")
    spare = largest(0, field("supporter", "household_income_fen") - line)
    by_formula = half_up(spare * num, field("supporter", "supported_count") * den)
    due = choose(
        (flag("supporter", "agreed"), agreed),
        (equals(word("support.formula"), "received_only"), paid),
        (not_(flag("supporter", "consent")), paid),
        otherwise=by_formula,
    )
    return largest(paid, due)


SUPPORT = _support()
SET_OFF = equals(word("income.negative"), "set_off")


def _net(name: str, more: Node | int = 0) -> Node:
    item_net = choose((of("income", name), YEAR), otherwise=0) - choose(
        (of("expense", name), YEAR), otherwise=0
    )
    person = total_of(largest(0, total_of(item_net, flag("item", "has_owner"), per="member")))
    shared = largest(0, total_of(item_net, not_(flag("item", "has_owner"))))
    whole = total_of(item_net) + more
    return choose(
        (SET_OFF, whole),
        (equals(word("income.negative"), "zero_per_person"), person + shared + more),
        otherwise=largest(0, whole),
    )


def _net_known(name: str, more: Node | int = 0) -> Node:
    """The least a class can be when some receipts are unknown; costs must be known."""
    cost = total_of(YEAR, of("expense", name))
    return known_or(largest(0, known_total_of(YEAR, of("income", name)) + more - cost), 0)


BUSINESS, PROPERTY_NET, OTHER = _net("business"), _net("property"), _net("other")
SUPPORT_TOTAL, SUPPORT_KNOWN = total_of(SUPPORT, COUNTED), known_total_of(SUPPORT, COUNTED)
TRANSFER = _net("transfer", SUPPORT_TOTAL)
ACTUAL = WAGE + BUSINESS

# --- labour capacity --------------------------------------------------------------------------

DISABILITY, LEVEL = text("member", "disability_kind"), field("member", "disability_level")
ILLNESS = text("member", "illness")
DISABLED = not_(equals(DISABILITY, "none"))
HEAVY_LEVEL = all_of(DISABLED, at_most(LEVEL, 2))
MIND = one_of(DISABILITY, "intellectual", "mental")
SEVERE_WORK = any_of(
    all_of(HEAVY_LEVEL, not_(one_of(DISABILITY, "hearing", "speech"))),
    MIND,
    equals(ILLNESS, "major"),
)
MILD_WORK = all_of(not_(SEVERE_WORK), any_of(DISABLED, equals(ILLNESS, "chronic")))


def _coefficient() -> Node:
    late = choose((equals(word("labour.age"), "through_birthday_year"), 1), otherwise=0)
    man = all_of(at_least(AGE, 16), less_than(AGE, parameter("labour.until.male") + late))
    woman = all_of(at_least(AGE, 16), less_than(AGE, parameter("labour.until.female") + late))
    of_age = choose((equals(text("member", "sex"), "male"), man), otherwise=woman)
    free = any_of(
        not_(equals(STUDENT, "none")), one_of(text("member", "employment"), "carer", "unable")
    )
    return choose(
        (not_(all_of(COUNTED, of_age, not_(free))), 0),
        (SEVERE_WORK, parameter("labour.severe")),
        (MILD_WORK, parameter("labour.mild")),
        otherwise=parameter("labour.healthy"),
    )


COEFFICIENT = _coefficient()


def _household_deduction() -> Node:
    severe = count_of(all_of(COUNTED, SEVERE_WORK))
    mild = count_of(all_of(COUNTED, MILD_WORK))
    preschool = any_row(all_of(COUNTED, any_of(equals(STUDENT, "preschool"), less_than(AGE, 6))))
    students = count_of(all_of(COUNTED, not_(one_of(STUDENT, "none", "preschool"))))
    two_mild = choose((at_least(mild, 2), parameter("labour.less.two_mild")), otherwise=0)
    single = choose(
        (
            all_of(flag("case", "single_parent"), at_least(students, 2)),
            parameter("labour.less.single_parent"),
        ),
        otherwise=0,
    )
    one_severe = choose(
        (
            all_of(at_least(severe, 1), any_of(at_least(mild, 1), preschool)),
            parameter("labour.less.severe_and_mild"),
        ),
        (at_least(severe, 1), parameter("labour.less.severe")),
        otherwise=0,
    )
    return choose(
        (equals(word("labour.less"), "sum"), two_mild + single + one_severe),
        otherwise=largest(two_mild, single, one_severe),
    )


IMPUTED = half_up(
    parameter("labour.base_wage") * largest(0, total_of(COEFFICIENT) - _household_deduction()), 100
)


def _imputed_more() -> Node:
    """What imputed income adds to wage and business income: the higher of the two counts.

    A wage let free is no reason to impute one.
    """
    member_actual = total_of(
        YEAR, any_of(of("income", "wage"), of("income", "business")), per="member"
    )
    member_imputed = half_up(parameter("labour.base_wage") * COEFFICIENT, 100)
    per_person = total_of(largest(0, member_imputed - member_actual))
    return choose(
        (equals(word("labour.test"), "off"), 0),
        (equals(word("labour.test"), "per_person"), per_person),
        (equals(IMPUTED, 0), 0),
        otherwise=largest(0, IMPUTED - (ACTUAL + WAIVED)),
    )


LABOUR = _imputed_more()
INCOME_TOTAL = ACTUAL + LABOUR + PROPERTY_NET + TRANSFER + OTHER

# --- just-needed expenditure ------------------------------------------------------------------

BILL = _of_year(largest(0, AMOUNT - field("item", "refund_fen")))
# what is heaviest for work may hide a heavy level of another kind: mind 4 beside hearing 1
SEVERE = any_of(disabled(most=2), all_of(MIND, at_most(LEVEL, 3)))


def _medical() -> Node:
    ill = of_owner(any_of(equals(ILLNESS, "major"), SEVERE), False)
    which = choose(
        (equals(word("deduct.medical"), "all"), True),
        (equals(word("deduct.medical"), "ill_and_disabled"), ill),
        otherwise=False,
    )
    bills = total_of(BILL, all_of(of("expense", "medical"), which))
    cap = parameter("deduct.medical.cap_fen")
    return choose((equals(cap, 0), bills), otherwise=smallest(bills, cap))


def _schooling() -> Node:
    public = _of_year(field("item", "public_fen"))
    counted = choose(
        (equals(word("deduct.schooling"), "lower"), smallest(BILL, public)),
        (equals(word("deduct.schooling"), "paid"), BILL),
        (equals(word("deduct.schooling"), "price"), public),
        otherwise=0,
    )
    return total_of(counted, of("expense", "schooling"))


MEDICAL, SCHOOLING = _medical(), _schooling()
REHABILITATION = choose(
    (equals(word("deduct.disability"), "net"), total_of(BILL, of("expense", "disability"))),
    otherwise=0,
)
DEDUCTED = MEDICAL + SCHOOLING + REHABILITATION
COUNTABLE = largest(0, INCOME_TOTAL - DEDUCTED)


def _least_income() -> Node:
    """The least the income can be on what is known; unknown if no such floor can be named."""
    least = (
        largest(WAGE_KNOWN + _net_known("business"), known_or(ACTUAL + LABOUR, 0))
        + _net_known("property")
        + _net_known("transfer", SUPPORT_KNOWN)
        + _net_known("other")
    )
    return choose((SET_OFF, COUNTABLE), otherwise=largest(0, least - DEDUCTED))


LEAST = _least_income()


def _income_below() -> Node:
    certain = all_of(
        equals(word("verdict.over_on_known"), "not_met"), is_known(LEAST), at_least(LEAST, LINE)
    )
    return choose((known_or(certain, False), False), otherwise=less_than(COUNTABLE, LINE))


# --- property: a gate, not a deduction --------------------------------------------------------


def asset(name: str) -> Node:
    return all_of(equals(KIND, "asset"), equals(CLASS, name), OWNED_IN)


def held(name: str, free: Node | bool = False) -> tuple[Node, Node]:
    """Whether a thing is held that is not exempt, and how many are."""
    there = choose((NO_RECORD, choose((FULL_REGISTER, False), otherwise=unknown("bool"))),
                   otherwise=choose((is_known(CODE), True), otherwise=unknown("bool")))
    thing = all_of(asset(name), there, not_(free))
    return not_(any_row(thing)), known_count_of(thing)


def exempt(key: str) -> Node:
    return in_list(CODE, word(key))


FINANCIAL_LIMIT = LINE * parameter("property.financial.months")
FINANCIAL = total_of(AMOUNT, asset("financial"))
FINANCIAL_KNOWN = known_total_of(AMOUNT, asset("financial"))


def _financial_within() -> Node:
    """12 x assets <= months x a year's line: the division is never made."""
    over = more_than(FINANCIAL_KNOWN * 12, FINANCIAL_LIMIT)
    within = at_most(FINANCIAL * 12, FINANCIAL_LIMIT)
    return choose((known_or(over, False), False), otherwise=within)


def _homes() -> tuple[Node, Node]:
    count = choose((NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
                   otherwise=field("item", "count"))
    moved = flag("item", "from_demolition")
    home = asset("home")
    ordinary = total_of(count, all_of(home, not_(moved)))
    resettled = total_of(count, all_of(home, moved))
    area = total_of(choose((equals(count, 0), 0), otherwise=field("item", "area_m2")), home)
    head = parameter("property.home.area_per_head_m2") * PEOPLE
    too_many = all_of(
        at_least(ordinary, parameter("property.home.count")),
        more_than(area, head * parameter("property.home.area_times")),
    )
    too_many_resettled = all_of(
        at_least(resettled, parameter("property.home.resettled_count")),
        more_than(area, head * parameter("property.home.resettled_area_times")),
    )
    homes = total_of(count, home)
    return not_(any_of(too_many, too_many_resettled)), homes


def _recent_home() -> tuple[Node, Node]:
    got = field("item", "acquired_on")
    year_later = got + 10000
    on = field("case", "on")
    edge_inside = equals(word("property.home.recent_edge"), "inside")
    within = choose((edge_inside, at_least(year_later, on)), otherwise=more_than(year_later, on))
    bought = one_of(text("item", "acquired_by"), "bought", "built")
    recent = all_of(asset("home"), bought, within)
    return not_(any_row(recent)), known_count_of(recent)


HOMES_WITHIN, HOMES = _homes()
NO_RECENT_HOME, RECENT_HOMES = _recent_home()
CHEAP = all_of(
    more_than(parameter("property.vehicle.exempt_fen"), 0),
    at_most(AMOUNT, parameter("property.vehicle.exempt_fen")),
)
NO_VEHICLE, VEHICLES = held("vehicle", any_of(exempt("property.vehicle.exempt"), CHEAP))
NO_MACHINE, MACHINES = held("machine", exempt("property.machine.exempt"))
NO_FIRM, FIRMS = held("firm", exempt("property.firm.exempt"))
NO_OTHER_ROOM, OTHER_ROOMS = held("non_residential", exempt("property.non_residential.exempt"))

# --- the amount -------------------------------------------------------------------------------

ROUNDING = word("rounding.rule")
GAP = largest(0, LINE - COUNTABLE)


def _base() -> Node:
    rounded = monthly(GAP, PEOPLE, ROUNDING)
    ceiling = half_up(LINE, 12)
    capped = choose(
        (equals(word("benefit.cap"), "after_rounding"), smallest(rounded, ceiling)),
        otherwise=rounded,
    )
    return largest(capped, parameter("benefit.least_household_fen"))


def _extras() -> tuple[Node, Node]:
    """Each reason's share of the member's own standard; the highest only, or all of them."""
    reasons = {
        "severe": SEVERE,
        "ill": equals(ILLNESS, "major"),
        "elder": at_least(AGE, parameter("extras.elder.age")),
        "minor": less_than(AGE, 18),
    }
    amounts = {
        name: choose((holds, _extra_of(f"extras.{name}.share")), otherwise=0)
        for name, holds in reasons.items()
    }
    highest = largest(*amounts.values())
    added = sum_of(*amounts.values())
    extra = choose((equals(word("extras.combine"), "sum"), added), otherwise=highest)
    reason = choose(
        (equals(highest, 0), "none"),
        *((equals(amount, highest), name) for name, amount in amounts.items()),
        otherwise="none",
    )
    counts = all_of(COUNTED, more_than(extra, 0))
    return (
        choose((COUNTED, extra), otherwise=0),
        choose((counts, reason), otherwise="none"),
    )


def _extra_of(key: str) -> Node:
    num, den = ratio(key)
    return monthly_share(STANDARD * num, den)


def monthly_share(over: Node, den: Node) -> Node:
    """A share of one person's standard by the household's rule, whichever its unit."""
    result = half_up(over, den * 12)
    up_fen = ceil_to(over, den * 12, 1)
    up_yuan = ceil_to(over, den * 12, 100)
    return choose(
        (one_of(ROUNDING, "ceil_household_yuan", "ceil_person_yuan"), up_yuan),
        (one_of(ROUNDING, "half_up_household_yuan", "half_up_person_yuan"),
         half_up_to(over, den * 12, 100)),
        (one_of(ROUNDING, "ceil_household_fen", "ceil_person_fen"), up_fen),
        (one_of(ROUNDING, "floor_household_fen", "floor_person_fen"), floor_to(over, den * 12)),
        otherwise=result,
    )


BASE = _base()
EXTRA, EXTRA_REASON = _extras()
INCOME_BELOW = _income_below()
MET = all_of(
    at_least(PEOPLE, 1), INCOME_BELOW, _financial_within(), HOMES_WITHIN, NO_RECENT_HOME,
    NO_VEHICLE, NO_MACHINE, NO_FIRM, NO_OTHER_ROOM,
)  # fmt: skip
AMOUNT_MONTH = choose((MET, BASE + total_of(EXTRA)), otherwise=0)
EXCESS = choose((INCOME_BELOW, 0), otherwise=largest(0, COUNTABLE - LINE))

# --- what is shown ----------------------------------------------------------------------------


def feeds(name: str) -> tuple[tuple[str, str], ...]:
    return (("income", name), ("expense", name))


INCOME_FEEDS = tuple(
    feed for name in ("wage", "business", "property", "transfer", "other") for feed in feeds(name)
)


def thing(number: str, label: str, result: Node, count: Node, name: str) -> Criterion:
    return Criterion(
        f"dibao.{number}", PROPERTY, label, result, count, PEOPLE * 0, "count", (("asset", name),)
    )


def _criteria() -> tuple[Criterion, ...]:
    return (
        Criterion("dibao.1", MEMBERS, "有共同生活的家庭成员", at_least(PEOPLE, 1), PEOPLE,
                  PEOPLE * 0 + 1, "people"),
        Criterion("dibao.2", INCOME, "全年可计收入低于当地低保标准（全家全年）", INCOME_BELOW,
                  COUNTABLE, LINE, "fen_per_year", INCOME_FEEDS, least=LEAST),
        Criterion("dibao.3", PROPERTY, "金融资产不超过规定月数的低保标准（乘以 12 后比较）",
                  _financial_within(), FINANCIAL * 12, FINANCIAL_LIMIT, "fen_x12",
                  (("asset", "financial"),)),
        Criterion("dibao.4", PROPERTY, "住房套数和面积不超过规定", HOMES_WITHIN, HOMES,
                  parameter("property.home.count"), "count", (("asset", "home"),)),
        thing("5", "一年内没有购买或新建住房", NO_RECENT_HOME, RECENT_HOMES, "home"),
        thing("6", "没有不可豁免的机动车辆", NO_VEHICLE, VEHICLES, "vehicle"),
        thing("7", "没有大型农机具、经营性船舶", NO_MACHINE, MACHINES, "machine"),
        thing("8", "没有开展经营或雇工的企业", NO_FIRM, FIRMS, "firm"),
        thing("9", "没有非居住类房屋", NO_OTHER_ROOM, OTHER_ROOMS, "non_residential"),
    )


def _less(amount: Node) -> Node:
    return PEOPLE * 0 - amount


def _sheet() -> tuple[Line, ...]:
    below_zero = largest(0, DEDUCTED - INCOME_TOTAL)
    over_line = largest(0, COUNTABLE - LINE)
    medical, school = (("expense", "medical"),), (("expense", "schooling"),)
    return (
        Line("standard", "低保标准合计（全年）", LINE, "year"),
        Line("income.wage", "减：工资性收入（已扣就业成本）", _less(WAGE), "year", "part",
             (("income", "wage"), ("expense", "employment"))),
        Line("income.business", "减：经营净收入", _less(BUSINESS), "year", "part",
             feeds("business")),
        Line("income.labour", "减：按劳动力系数核定高于实际的部分", _less(LABOUR), "year"),
        Line("income.property", "减：财产净收入", _less(PROPERTY_NET), "year", "part",
             feeds("property")),
        Line("income.transfer", "减：转移净收入（含赡养费）", _less(TRANSFER), "year", "part",
             feeds("transfer")),
        Line("income.other", "减：其他收入", _less(OTHER), "year", "part", feeds("other")),
        Line("deduct.medical", "加：医疗刚性支出", MEDICAL, "year", "part", medical),
        Line("deduct.schooling", "加：教育刚性支出", SCHOOLING, "year", "part", school),
        Line("deduct.disability", "加：残疾康复支出", REHABILITATION, "year", "part",
             (("expense", "disability"),)),
        Line("income.below_zero", "可计收入低于零，按零计", _less(below_zero), "year"),
        Line("income.over_line", "收入高于标准的部分，差额按零计", over_line, "year"),
        Line("gap", "全年差额", GAP, "year", "total"),
        Line("base", "每月补差（全年差额除以 12，按规定取整）", BASE, "month"),
        Line("amount", "每月低保金", AMOUNT_MONTH, "month", "total"),
    )


REMARKS = (
    Remark("consent", "有赡养义务人未授权核对，仅计实际收到的赡养费",
           any_row(not_(flag("supporter", "consent")))),
    Remark("labour", "收入中含按劳动力系数核定的部分，确实不能劳动的应据实核查",
           more_than(LABOUR, 0)),
    Remark("waiver", "在享低保的人新就业，规定月数内的工资不计入收入",
           more_than(WAIVED, 0)),
    Remark("small", "每月差额不足十元，仍给予低保身份",
           all_of(MET, less_than(AMOUNT_MONTH, 1000))),
)  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    return Rule(
        criteria=_criteria(),
        met=MET,
        people=PEOPLE,
        base=BASE,
        amount=AMOUNT_MONTH,
        over_by=ceil_to(EXCESS, PEOPLE * 12),
        sheet=_sheet(),
        counted=COUNTED,
        ground=GROUND,
        grounds=GROUNDS,
        extra=EXTRA,
        extra_reason=EXTRA_REASON,
        extra_reasons=EXTRA_REASONS,
        item_counts=COUNTS,
        item_year=YEAR,
        remarks=REMARKS,
    )
