"""Finds the programmes by walking their folders; the event date picks the rule file."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.policies.rules.parameters import Bundle, ParameterFault, flat
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.unknown import Value
from doudi.policies.rules.vocabulary import Node

PYTHON: Mapping[str, type] = {"int": int, "bool": bool, "text": str}
KIND_WORDS = {"int": "整数", "bool": "true 或 false", "text": "文字或列表"}
NOTHING_ELSE: Mapping[str, str] = {}
PROGRAMMES = Path(__file__).resolve().parent.parent / "programmes"


@dataclass(frozen=True)
class RuleFile:
    """One frozen file of law. `hash` is the SHA-256 of the file."""

    programme: str
    from_on: date
    path: Path
    hash: str

    @property
    def name(self) -> str:
        return f"{self.programme}/{self.from_on.isoformat()}@{self.hash[:12]}"

    def rule(self) -> Rule:
        return _load(self.path)


@cache
def programmes(folder: Path = PROGRAMMES) -> tuple[str, ...]:
    """The codes of all programmes, by name."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/rules") if path.is_dir()))


@dataclass(frozen=True)
class About:
    """What a programme is, from the head of its `policy.md`.

    `gives` is cash, status or service; `standing` that of the whole: a programme known from memory
    alone is `screening`, and no amount of it is shown to a citizen. `order` sorts the recognition:
    the first that is met comes first. `service` is the number in the catalogue of services.
    """

    code: str
    title: str
    department: str
    gives: str
    standing: str
    order: int
    service: int | None
    summary: str
    where: str


@cache
def about(programme: str, folder: Path = PROGRAMMES) -> About:
    """The head of `policy.md`. Raises `ParameterFault` with the file if a field is missing."""
    path = folder / programme / "policy.md"
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    data: dict[str, Any] = yaml.safe_load(parts[1]) if len(parts) == 3 and not parts[0] else {}
    missing = {one.name for one in fields(About)} - {"code"} - set(data)
    if missing:
        raise ParameterFault(f"{path.name}（{programme}）：缺少 {'、'.join(sorted(missing))}")
    return About(code=programme, **data)


def all_about(folder: Path = PROGRAMMES) -> tuple[About, ...]:
    """Every programme in the order of recognition."""
    found = [about(code, folder) for code in programmes(folder)]
    return tuple(sorted(found, key=lambda one: (one.order, one.code)))


@cache
def applied_for(programme: str, folder: Path = PROGRAMMES) -> bool:
    """Whether a family applies for it, so that it is asked something; else offices start it."""
    path = folder / programme / "questions.yaml"
    return bool(yaml.safe_load(path.read_text(encoding="utf-8"))["questions"])


@cache
def rule_files(programme: str, folder: Path = PROGRAMMES) -> tuple[RuleFile, ...]:
    """All rule files of a programme, oldest first."""
    return tuple(
        RuleFile(
            programme,
            date.fromisoformat(path.stem),
            path,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted((folder / programme / "rules").glob("????-??-??.py"))
    )


def rule_for(programme: str, on: date, folder: Path = PROGRAMMES) -> RuleFile | None:
    """The rule file in force on a day, or none if the programme did not exist yet."""
    in_force = [one for one in rule_files(programme, folder) if one.from_on <= on]
    return in_force[-1] if in_force else None


def rule_of(programme: str, from_on: date) -> Rule:
    """The rule of exactly that file, for a law that refers to another one."""
    (file,) = (one for one in rule_files(programme) if one.from_on == from_on)
    return file.rule()


def amended(programme: str, from_on: date, articles: Mapping[str, str] = NOTHING_ELSE) -> Rule:
    """The rule of that earlier file, the named criteria resting on other articles.

    For a law that takes over what there was. Raises `ValueError` for a criterion it never had.
    """
    before = rule_of(programme, from_on)
    if strange := articles.keys() - {one.id for one in before.criteria}:
        raise ValueError(f"{programme}/{from_on}: no criterion {', '.join(sorted(strange))}")
    criteria = tuple(
        replace(one, article=articles.get(one.id, one.article)) for one in before.criteria
    )
    return replace(before, criteria=criteria)


@cache
def _load(path: Path) -> Rule:
    name = f"doudi_rule_{path.parent.parent.name}_{path.stem.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"no rule at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rule: Rule = module.rule()
    return rule


@cache
def choices(programme: str, folder: Path = PROGRAMMES) -> Mapping[str, tuple[str, ...]]:
    """For each parameter that is a choice: the values its rule files know."""
    path = folder / programme / "parameters.yaml"
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: tuple(values) for key, values in data.get("choices", {}).items()}


def words_for(key: str, folder: Path = PROGRAMMES) -> tuple[str, ...]:
    """The values that a choice of any programme may have; () for what is no choice."""
    for path in sorted(folder.glob("*/parameters.yaml")):
        if allowed := choices(path.parent.name, folder).get(key):
            return allowed
    return ()


def _nodes(rule: Rule) -> list[Node]:
    seen: dict[int, Node] = {}
    for answer in (*rule.answers().values(), *rule.member_answers().values()):
        for node in answer.walk():
            seen[id(node)] = node
    return list(seen.values())


@cache
def kinds_of(file: RuleFile) -> Mapping[str, str]:
    """The flat names of all parameters that a rule reads, each with its kind: int, bool, text."""
    nodes = _nodes(file.rule())
    return {str(node.data): node.kind for node in nodes if node.op == "parameter"}


def values_for(file: RuleFile, bundle: Bundle) -> dict[str, Value]:
    """What the rule reads from the bundle. A missing value or choice nobody knows is refused."""
    plain = flat({key: one["value"] for key, one in bundle.values.items()})
    kinds = kinds_of(file)
    wanted = frozenset(kinds)
    missing = sorted(wanted - set(plain))
    if missing:
        where = bundle.content.get("place", "")
        raise ParameterFault(f"参数 {'、'.join(missing)}：{where} 没有当日有效的值")
    lines = [
        f"参数 {key}：应为{KIND_WORDS[kinds[key]]}"
        for key in sorted(wanted)
        if type(plain[key]) is not PYTHON[kinds[key]]
    ]
    for key, allowed in choices(file.programme, file.path.parent.parent.parent).items():
        if key in wanted and plain[key] not in allowed:
            lines.append(f"参数 {key}：{plain[key]} 不是 {'、'.join(allowed)} 之一")
    if lines:
        raise ParameterFault("\n".join(lines))
    return {key: plain[key] for key in wanted}
