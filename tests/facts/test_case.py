"""From what is known to what the rules read: sources prevail, unknown stays unknown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.facts.rules.attributes import ATTRIBUTES
from doudi.facts.rules.case import UNKNOWN, case_data, prevailing
from doudi.facts.states import SourceKind, Unknown
from doudi.policies.rules.schema import read_case

KINDS = [str(kind) for kind in SourceKind]


def fact(attribute, value=None, *, unknown="", kind="declared", person="p1", item=""):
    return {
        "key": "k", "attribute": attribute, "item": item, "person": person, "value": value,
        "unknown": unknown, "source_kind": kind, "source": "某处", "as_of": "2026-09-01",
    }  # fmt: skip


def content(*facts, members=("p1",)):
    return {
        "household": "h", "place": "430902106219", "registration": "rural", "on": "2026-09-14",
        "known": "2026-09-14T10:00:00+08:00",
        "members": [
            {"id": m, "relation": "self" if n == 0 else "child", "born_on": None, "sex": ""}
            for n, m in enumerate(members)
        ],
        "facts": list(facts),
    }  # fmt: skip


def wage(fen, **more):
    return fact("income.wage", {"code": "wage", "amount_fen": fen}, **more)


def amounts(*facts) -> list:
    data = case_data(content(*facts))
    read_case(data)
    return [item["amount_fen"] for item in data["items"]]


def test_a_better_source_prevails_over_what_was_declared():
    assert amounts(wage(1), wage(2, kind="visit")) == [2]
    assert amounts(wage(1), wage(3, kind="by_hand"), wage(2, kind="visit")) == [3]
    assert amounts(wage(3, kind="department"), wage(1)) == [3]
    assert amounts(wage(1, item="a"), wage(2, item="b")) == [1, 2]
    assert amounts(wage(1), wage(2, kind="by_hand", person="p1", item="x")) == [2]


def test_sources_of_two_persons_do_not_displace_each_other():
    data = case_data(content(wage(1), wage(2, kind="by_hand", person="p2"), members=("p1", "p2")))
    assert sorted(item["amount_fen"] for item in data["items"]) == [1, 2]


def test_no_record_displaces_nothing():
    assert amounts(wage(1), wage("no_record", kind="by_hand")) == [1, "no_record"]


def test_not_answered_stays_beside_as_unknown():
    found = amounts(wage(1), fact("income.wage", unknown="not_answered", kind="by_hand"))
    assert found == [1, UNKNOWN]


def test_what_the_family_left_open_is_answered_by_a_register():
    open_ = fact("income.wage", unknown="not_asked", item="wage:month:a")
    assert amounts(open_, wage(7, kind="by_hand")) == [7]
    assert amounts(open_, wage("no_record", kind="by_hand")) == [UNKNOWN, "no_record"]
    assert amounts(open_) == [UNKNOWN]


def member(*facts) -> dict:
    data = case_data(content(*facts))
    read_case(data)
    return data["members"][0]


def test_of_one_value_an_answer_stands_before_none():
    said = fact("person.student", "none")
    silent = fact("person.student", unknown="not_answered", kind="by_hand")
    assert member(said, silent)["student"] == member(silent, said)["student"] == "none"
    assert member(silent)["student"] == UNKNOWN
    assert "student" not in member()


def test_no_disability_and_unknown_disability_differ():
    assert member(fact("person.disability", {"kind": "none"}))["disability"] is None
    assert member(fact("person.disability", unknown="refused"))["disability"] == UNKNOWN
    seen = {"kind": "limb", "level": 2}
    declared = fact("person.disability", {"kind": "none"})
    assert member(declared, fact("person.disability", seen, kind="visit"))["disability"] == seen


def test_single_parent():
    yes = fact("household.single_parent", True, person=None)
    open_ = fact("household.single_parent", unknown="not_asked", person=None, kind="visit")
    assert case_data(content(yes, open_))["household"]["single_parent"] is True
    assert case_data(content(open_))["household"]["single_parent"] == UNKNOWN
    assert "single_parent" not in case_data(content())["household"]


def test_a_supporter_who_did_not_answer_has_not_consented():
    data = case_data(content(fact("supporter", unknown="refused")))
    assert data["supporters"][0]["consent"] == UNKNOWN
    read_case(data)


CODES = {
    "person.student": ["none", "compulsory", "undergraduate"],
    "person.illness": ["none", "chronic", "major"],
    "person.absence": ["none", "prison", "conscript"],
    "person.employment": ["none", "employed", "retired"],
    "person.registration": ["urban", "rural"],
    "person.receives": ["none", "tekun"],
}
money = st.integers(0, 10**8) | st.just("no_record") | st.just("unknown")


def value_of(attribute: str) -> st.SearchStrategy:
    if attribute in CODES:
        return st.sampled_from(CODES[attribute])
    if ATTRIBUTES[attribute].shape == "flag":
        return st.booleans()
    if attribute == "person.disability":
        return st.just({"kind": "none"}) | st.fixed_dictionaries(
            {"kind": st.sampled_from(["limb", "sight", "other"]), "level": st.integers(1, 4)}
        )
    if attribute == "supporter":
        return st.fixed_dictionaries({"consent": st.booleans(), "paid_fen": st.integers(0, 10**7)})
    return st.fixed_dictionaries(
        {"code": st.just("x"), "amount_fen": money}, optional={"months": st.integers(1, 12)}
    )


@st.composite
def facts(draw, ids):
    attribute = draw(st.sampled_from(sorted(ATTRIBUTES)))
    unknown = draw(st.sampled_from(["", "", "", *[str(cause) for cause in Unknown]]))
    household = attribute.startswith("household.")
    return fact(
        attribute,
        None if unknown else draw(value_of(attribute)),
        unknown=unknown,
        kind=draw(st.sampled_from(KINDS)),
        person=None if household else draw(st.sampled_from(ids)),
        item=draw(st.sampled_from(["", "a", "b"])),
    )


@st.composite
def contents(draw):
    ids = [f"p{n}" for n in range(1, draw(st.integers(1, 4)) + 1)]
    return content(*draw(st.lists(facts(ids), max_size=12)), members=ids)


@settings(deadline=None, max_examples=200)
@given(contents())
def test_whatever_is_known_can_be_read_by_the_rules(known):
    case = read_case(case_data(known))
    assert len(case.members) == len(known["members"])


@settings(deadline=None)
@given(contents())
def test_nothing_is_invented_and_an_answer_never_becomes_silence(known):
    kept = prevailing(known["facts"])
    assert all(one in known["facts"] for one in kept)
    assert {one["attribute"] for one in known["facts"]} == {one["attribute"] for one in kept}
    silent = [one for one in known["facts"] if one["unknown"] and one["source_kind"] == "by_hand"]
    assert all(one in kept for one in silent)


def deposit(fen, **more):
    return fact("asset.financial", {"code": "deposit", "amount_fen": fen}, **more)


def test_a_family_s_savings_are_not_counted_again_when_the_bank_answers_for_its_members():
    said = deposit(624_000, person=None, item="savings:once:a")
    bank = deposit(624_000, kind="by_hand", item="bank.balance")
    other = deposit(0, kind="by_hand", person="p2", item="bank.balance")
    assert prevailing([said, bank, other]) == [bank, other]


def test_another_source_s_answer_does_not_close_the_savings():
    said = deposit(624_000, person=None, item="savings:once:a")
    funds = fact("asset.financial", {"code": "securities", "amount_fen": 0}, kind="by_hand")
    silent = fact("asset.financial", unknown="not_answered", kind="by_hand", item="bank.balance")
    assert prevailing([said, funds, silent]) == [said, silent, funds]
    unsure = fact("asset.financial", unknown="not_asked", person=None, item="savings:once:a")
    assert unsure in prevailing([unsure, funds])


def test_a_declared_home_is_the_registered_home():
    said = fact("asset.home", {"code": "home", "count": 1}, person=None, item="home:once:a")
    register = fact("asset.home", {"code": "home", "count": 1}, kind="by_hand", person=None)
    assert prevailing([said, register]) == [register]
