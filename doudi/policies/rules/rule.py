"""What a rule file returns: criteria, amounts and sheet as nodes that any reader can value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from doudi.policies.rules.vocabulary import Node, unknown


@dataclass(frozen=True)
class Criterion:
    """One numbered condition with its article; `feeds` are the item classes it was read from.

    `asks` names the fact, as in `questions.yaml`, that decides it when nobody has said it yet;
    `least` is the least that `value` can be on what is known, if such a floor can be named.
    """

    id: str
    article: str
    label: str
    result: Node
    value: Node
    threshold: Node
    unit: str = "fen"
    feeds: tuple[tuple[str, str], ...] = ()
    asks: str = ""
    least: Node = field(default_factory=unknown)


@dataclass(frozen=True)
class Line:
    """A line of the amount sheet. Parts add up to the next total of the same `per`."""

    code: str
    label: str
    amount: Node
    per: str
    role: str = "part"
    feeds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Remark:
    """Something the office must see; it never decides."""

    code: str
    text: str
    when: Node


@dataclass(frozen=True)
class Rule:
    """A programme's law from one day on. `base`, `amount` and `extra` are fen per `per`.

    `per` is month, year or once. `extra` is a member's own amount, shown as `extra_label`.
    """

    criteria: tuple[Criterion, ...]
    met: Node
    people: Node
    base: Node
    amount: Node
    over_by: Node
    sheet: tuple[Line, ...]
    counted: Node
    ground: Node
    grounds: Mapping[str, str]
    extra: Node
    extra_reason: Node
    extra_reasons: Mapping[str, str]
    item_counts: Node
    item_year: Node
    remarks: tuple[Remark, ...] = ()
    per: str = "month"
    extra_label: str = "分类施保"

    def answers(self) -> dict[str, Node]:
        """Every answer of the case by name: what all readers must agree on."""
        found = {"met": self.met, "people": self.people, "base": self.base}
        found |= {"amount": self.amount, "over_by": self.over_by}
        for one in self.criteria:
            found[f"{one.id}.result"] = one.result
            found[f"{one.id}.value"] = one.value
            found[f"{one.id}.threshold"] = one.threshold
        found |= {f"sheet.{line.per}.{line.code}": line.amount for line in self.sheet}
        return found | {f"remark.{remark.code}": remark.when for remark in self.remarks}

    def nodes(self) -> list[Node]:
        """Every node that explains the verdict: answers, and what stands under the sheet."""
        return [
            *self.answers().values(), *self.member_answers().values(), self.item_counts,
            self.item_year,
        ]  # fmt: skip

    def member_answers(self) -> dict[str, Node]:
        """Every answer of a member by name."""
        return {
            "counted": self.counted,
            "ground": self.ground,
            "extra": self.extra,
            "extra_reason": self.extra_reason,
        }
