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
    """Drops what a better source has answered, attribute by attribute and person by person."""
    groups: dict[tuple[str, object], list[Json]] = defaultdict(list)
    for fact in facts:
        groups[fact["attribute"], fact["person"]].append(fact)
    kept: list[Json] = []
    for group in groups.values():
        best = max((_RANK[f["source_kind"]] for f in group if _answers(f)), default=0)
        kept += [f for f in group if not _answers(f) or _RANK[f["source_kind"]] == best]
    return [fact for fact in kept if not _is_answered_unknown(fact, kept)]


def _answers(fact: Json) -> bool:
    """Whether the fact knows something: unknown and "no record" do not."""
    if fact["unknown"]:
        return False
    value = fact["value"]
    return not (isinstance(value, dict) and value.get("amount_fen") == "no_record")


def _is_answered_unknown(fact: Json, kept: list[Json]) -> bool:
    """A person's attribute left open in one place and answered in another is answered; so is an
    item that the family could not name once a register has answered it."""
    if not fact["unknown"] or fact["source_kind"] in {"by_hand", "department"}:
        return False
    return any(
        other["attribute"] == fact["attribute"]
        and other["person"] == fact["person"]
        and _answers(other)
        and _RANK[other["source_kind"]] > _RANK[fact["source_kind"]]
        for other in kept
    )


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
