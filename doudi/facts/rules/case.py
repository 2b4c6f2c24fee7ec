"""From a snapshot to the input of an assessment.

Where several sources speak about one thing, an answer found by hand or by a department, then a
visit, prevails over what the family declared. "No record" and "not answered" prevail over
nothing: they stand beside the declaration, the latter as unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]

UNKNOWN = "unknown"
_RANK = {"declared": 0, "visit": 1, "by_hand": 2, "department": 2}
_MEMBER_FIELDS = {
    "person.student": "student",
    "person.disability": "disability",
    "person.illness": "illness",
    "person.absence": "absence",
    "person.lives_with": "lives_with",
    "person.cannot_live_alone": "cannot_live_alone",
    "person.employment": "employment",
    "person.registration": "registration",
    "person.receives": "receives",
}
_KINDS = {"income", "asset", "expense"}
# names under which families and sources state an item whose code is another word
_CODES = {
    "savings": "deposit",
    "balance": "deposit",
    "vehicle": "car",
    "resident_pension": "basic_pension",
    "own_payment": "medical",
}


def case_data(content: Mapping[str, Any]) -> Json:
    """The JSON input that `policies.rules.schema.read_case` takes, from a snapshot's content."""
    facts = prevailing(content["facts"])
    single_parent = [f for f in facts if _is(f, "household.single_parent")]
    return {
        "date": content["on"],
        "place": content["place"],
        "registration": content["registration"],
        "household": {
            "id": content["household"],
            **({"single_parent": _plain(_best(single_parent))} if single_parent else {}),
        },
        "members": [_member(member, facts) for member in content["members"]],
        "supporters": [_supporter(n, f) for n, f in enumerate(facts) if _is(f, "supporter")],
        "items": [_item(fact) for fact in facts if _kind(fact) in _KINDS],
    }


def prevailing(facts: Iterable[Json]) -> list[Json]:
    """Drops what a better source has answered about the same thing."""
    groups: dict[tuple[str, object, str], list[Json]] = defaultdict(list)
    for fact in facts:
        groups[_thing(fact)].append(fact)
    return [fact for group in groups.values() for fact in _kept(group)]


def _kept(group: list[Json]) -> list[Json]:
    best = max((_RANK[f["source_kind"]] for f in group if _answers(f)), default=-1)
    return [f for f in group if _stands(f, best)]


def _stands(fact: Json, best: int) -> bool:
    """An answer stands when none is better; silence of a register stands beside any answer; what
    a family or visitors left open is closed by a better answer."""
    rank = _RANK[fact["source_kind"]]
    if _answers(fact):
        return rank == best
    return rank == _RANK["by_hand"] or rank >= best or not fact["unknown"]


def _thing(fact: Json) -> tuple[str, object, str]:
    """What a fact is about: a wage of one person, the deposits of the family. Belongings are
    declared for the family and registered to persons, so their owner does not tell them apart."""
    owner = None if _kind(fact) == "asset" else fact["person"]
    return fact["attribute"], owner, _code(fact)


def _code(fact: Json) -> str:
    """The item's code; of an unknown item, whose value is missing, the one its name tells."""
    if isinstance(fact["value"], dict):
        return str(fact["value"].get("code", ""))
    declared, _, _ = str(fact["item"]).partition(":")
    name = declared.rpartition(".")[2]
    return _CODES.get(name, name)


def _answers(fact: Json) -> bool:
    """Whether the fact knows something: unknown and "no record" do not."""
    if fact["unknown"]:
        return False
    value = fact["value"]
    return not (isinstance(value, dict) and value.get("amount_fen") == "no_record")


def _member(member: Json, facts: list[Json]) -> Json:
    data: Json = {
        "id": member["id"],
        "relation": member["relation"],
        "born_on": member["born_on"] or UNKNOWN,
        "sex": {"M": "male", "F": "female"}.get(member["sex"], UNKNOWN),
    }
    for attribute, field in _MEMBER_FIELDS.items():
        said = [f for f in facts if _is(f, attribute) and f["person"] == member["id"]]
        if said:
            data[field] = _plain(_best(said))
    return data


def _best(facts: list[Json]) -> Json:
    """Of statements about what has one value: an answer before none, then source, then newest."""
    numbered = enumerate(facts)
    return max(numbered, key=lambda n: (_answers(n[1]), _RANK[n[1]["source_kind"]], n[0]))[1]


def _plain(fact: Json) -> Any:
    value = UNKNOWN if fact["unknown"] else fact["value"]
    if isinstance(value, dict) and value.get("kind") == "none":
        return None
    return value


def _item(fact: Json) -> Json:
    kind, class_ = fact["attribute"].split(".")
    value = dict(fact["value"] or {})
    if fact["unknown"]:
        value = {"code": "not_answered", "amount_fen": UNKNOWN}
    return {
        "kind": kind,
        "class": class_,
        "member": fact["person"],
        **value,
        "source": fact["source"],
        "as_of": fact["as_of"],
    }


def _supporter(number: int, fact: Json) -> Json:
    return {
        "id": f"s{number}",
        "supports": fact["person"],
        **(fact["value"] or {"consent": UNKNOWN}),
        "source": fact["source"],
        "as_of": fact["as_of"],
    }


def _kind(fact: Json) -> str:
    return str(fact["attribute"]).partition(".")[0]


def _is(fact: Json, code: str) -> bool:
    return bool(fact["attribute"] == code)
