"""A household whose applicant is gone still has a head: relations are told from the next one.

The law as code counts members by their relation to `self`. When the applicant has died or left,
the spouse, else the eldest child, else the eldest member stands in; an officer sees who counts.
"""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

_ORDER = ("spouse", "child", "parent", "grandchild")
# (relation of the new head, relation of another member), both to the old one → to the new one
_SEEN_FROM: dict[str, dict[str, str]] = {
    "spouse": {
        "child": "child",
        "child_in_law": "child_in_law",
        "grandchild": "grandchild",
        "parent_in_law": "parent",
    },
    "child": {
        "spouse": "parent",
        "child": "sibling",
        "child_in_law": "spouse",
        "parent": "grandparent",
        "grandchild": "child",
    },
    "parent": {
        "parent": "spouse",
        "spouse": "child_in_law",
        "child": "grandchild",
        "sibling": "child",
    },
    "grandchild": {"grandchild": "sibling", "child": "parent", "spouse": "grandparent"},
}


def with_head(members: Sequence[Json]) -> list[Json]:
    """The same members with exactly one `self`; as they are where there is one, or nobody."""
    rows = list(members)
    if not rows or any(row["relation"] == "self" for row in rows):
        return rows
    head = min(rows, key=_rank)
    seen = _SEEN_FROM.get(head["relation"], {})
    return [
        {**row, "relation": "self" if row is head else seen.get(row["relation"], "other")}
        for row in rows
    ]


def _rank(row: Json) -> tuple[int, str]:
    relation = row["relation"]
    place = _ORDER.index(relation) if relation in _ORDER else len(_ORDER)
    return place, row["born_on"] or "9999"
