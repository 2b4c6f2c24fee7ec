"""我的信息: what is held about the signed-in person, from whom, as of when, and who looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.accounts.models import Post
from doudi.accounts.states import Duty
from doudi.applications.models import Application
from doudi.applications.states import DisabilityKind, Illness, ItemKind, Student
from doudi.audit.models import Entry
from doudi.awards.models import Award
from doudi.common.money import yuan
from doudi.decisions.models import Decision
from doudi.facts.models import Fact
from doudi.facts.queries import current
from doudi.facts.rules.attributes import ATTRIBUTES
from doudi.facts.states import SourceKind
from doudi.people.models import Household, Person
from doudi.people.queries import (
    address_of,
    current_name,
    households_of,
    masked_number,
    members,
    payee_account,
)
from doudi.people.queries.contacts import recorded_ending
from doudi.people.queries.excuses import kept_from
from doudi.verification.models import Check
from doudi.verification.rules import sources
from doudi.visits.models import Visit
from doudi.visits.rules import checklists

MOST_FACTS = 200
MOST_HOMES = 5
# verbs of the trail that are looking and not doing, in the words of the family
LOOKS = {
    "read": gettext_lazy("查看了您家的申请"),
    "print": gettext_lazy("打印了案卷"),
    "print_paper": gettext_lazy("打印了申请材料"),
    "read_report": gettext_lazy("查看了经济状况核对报告"),
    "read_evidence": gettext_lazy("查看了入户照片和签名"),
    "open_address": gettext_lazy("查看了住址"),
    "carry": gettext_lazy("打印了转录单"),
    "export": gettext_lazy("导出了转录表"),
}
KINDS = {
    SourceKind.DECLARED: gettext_lazy("您家填写"),
}


@dataclass(frozen=True)
class Held:
    """One thing that is held: in words, from whom, as of when (None: no day is known)."""

    label: str
    text: str
    source: str
    as_of: date | datetime | None


@dataclass(frozen=True)
class Look:
    """Someone looked: an office and a duty, never a name; `reason` as it was given."""

    at: datetime
    office: str
    duty: str
    what: str
    reason: str


def homes_of(person: Person, on: date) -> list[Household]:
    """The person's households, without those whose cases the person is kept from."""
    found = households_of(person)[:MOST_HOMES]
    return [home for home in found if not kept_from(person, home, on)]


def held_about(person: Person, on: date) -> list[Held]:
    """What is recorded of the person itself."""
    number = masked_number(person)
    ending = recorded_ending(person)
    born = person.born_on.isoformat() if person.born_on else _("没有记录")
    rows = [
        Held(_("姓名"), current_name(person), "", person.created_at),
        Held(_("证件号码"), number or _("没有记录"), "", person.created_at),
        Held(_("出生日期"), born, "", person.created_at),
    ]
    if ending:
        rows.append(Held(_("手机号"), _("尾号 %(ending)s") % {"ending": ending}, "", None))
    return rows


def held_of_home(home: Household, person: Person, on: date) -> list[Held]:
    """What is recorded of the household: who lives there, where, and where its money goes."""
    people = members(home, on)
    account = payee_account(home)
    names = "、".join(f"{one.name}（{one.relation_label}）" for one in people)
    rows = [
        Held(_("家里人"), names, "", None),
        Held(_("住址"), f"{home.place.name} {address_of(home)}".strip(), "", home.created_at),
    ]
    if account:
        words = _("%(bank)s，尾号 %(ending)s") % {
            "bank": account.bank,
            "ending": account.last_four,
        }
        rows.append(Held(_("银行账户"), words, "", account.known_at))
    return rows


def facts_about(home: Household, person: Person, on: date, known: datetime) -> list[Held]:
    """Current facts of the person and of the household as a whole; other members' are theirs."""
    found = current(home, on=on, known=known).filter(superseded_at__isnull=True)
    mine = found.filter(Q(person=person) | Q(person__isnull=True))
    return [_fact(one) for one in mine[:MOST_FACTS]]


def _fact(one: Fact) -> Held:
    known = ATTRIBUTES.get(one.attribute)
    source = str(KINDS.get(SourceKind(one.source_kind), one.source))
    return Held(known.title if known else one.attribute, fact_text(one), source, one.as_of)


def _choices() -> dict[str, dict[str, str]]:
    """Attribute → code → words, as the sources and the checklists say them."""
    found: dict[str, dict[str, str]] = {
        "person.student": {one.value: str(one.label) for one in Student},
        "person.illness": {one.value: str(one.label) for one in Illness},
    }
    for source in sources():
        for asked in source.fields:
            found.setdefault(asked.attribute, {}).update(asked.choices)
    for checklist in checklists().values():
        for question in checklist.questions():
            found.setdefault(question.fact, {}).update(question.choices)
    return found


def _items() -> dict[str, str]:
    """Code of an item → words."""
    found = {"none": _("没有"), "unknown": _("不清楚"), "car": _("机动车")}
    found |= {one.item_code: one.label for source in sources() for one in source.fields}
    return found | {one.value: str(one.label) for one in ItemKind}


def fact_text(one: Fact) -> str:
    """A fact's value in words; unknown says why."""
    if one.unknown:
        return _("未知（%(why)s）") % {"why": one.get_unknown_display()}
    if isinstance(one.value, dict):
        return _item(one.value)
    if isinstance(one.value, bool):
        return _("是") if one.value else _("否")
    code = str(one.value)
    return _choices().get(one.attribute, {}).get(code) or _items().get(code, _("已记录"))


def _item(value: dict[str, Any]) -> str:
    if "kind" in value and value["kind"] in DisabilityKind.values:
        level = value.get("level")
        return f"{DisabilityKind(value['kind']).label}{f' {level} 级' if level else ''}"
    parts = [_items().get(str(value.get("code")), "")]
    if isinstance(value.get("amount_fen"), int):
        parts.append(_("%(yuan)s 元") % {"yuan": yuan(value["amount_fen"])})
    if isinstance(value.get("count"), int):
        parts.append(str(value["count"]))
    if not any(isinstance(value.get(name), int) for name in ("amount_fen", "count")):
        parts.append(_("没有"))
    return "，".join(part for part in parts if part)


def papers_of(homes: Iterable[Household]) -> list[Held]:
    """Checks, visits and decisions: that they exist, whose they are, and of which day."""
    keys = [home.pk for home in homes]
    found = [
        Held(_("经济状况核对"), one.number, one.requested_by.office.name, one.requested_at)
        for one in Check.objects.filter(household__in=keys).select_related("requested_by__office")
    ]
    found += [
        Held(_("入户核实"), one.met, one.recorded_by.office.name, one.recorded_at)
        for one in Visit.objects.filter(
            plan__household__in=keys, finished_at__isnull=False
        ).select_related("recorded_by__office")
    ]
    found += [
        Held(_("决定"), str(one.get_outcome_display()), one.office.name, one.decided_at)
        for one in Decision.objects.filter(
            household__in=keys, decided_at__isnull=False
        ).select_related("office")
    ]
    return sorted(found, key=lambda one: str(one.as_of), reverse=True)


def looks_at(person: Person, homes: Iterable[Household]) -> QuerySet[Entry]:
    """Entries of the trail in which an officer looked at these households, newest first."""
    return Entry.objects.filter(
        _about(person, [home.pk for home in homes]),
        actor_kind="officer",
        verb__in=list(LOOKS),
    ).order_by("-id")


def _about(person: Person, homes: list[int]) -> Q:
    applications = [str(key) for key in _keys(Application, homes, "key")]
    visits = Visit.objects.filter(plan__household__in=homes).values_list("pk", flat=True)
    decisions = list(_keys(Decision, homes, "pk"))
    exported = Q()
    for pk in decisions:
        exported |= Q(noun="carry", detail__decisions__contains=[pk])
    return (
        Q(noun="application", key__in=applications)
        | Q(noun="household", key__in=[str(pk) for pk in homes])
        | Q(noun="person", key=str(person.pk))
        | Q(noun="check", key__in=[str(pk) for pk in _keys(Check, homes, "pk")])
        | Q(noun="visit", key__in=[str(pk) for pk in visits])
        | Q(noun="award", key__in=[str(pk) for pk in _keys(Award, homes, "pk")])
        | Q(noun="decision", key__in=[str(pk) for pk in decisions])
        | exported
    )


def _keys(model: Any, homes: list[int], field: str) -> Any:
    return model.objects.filter(household__in=homes).values_list(field, flat=True)[:50]


def shown_looks(entries: Iterable[Entry]) -> list[Look]:
    """Offices and duties in one query; the officer's name is not shown to the family."""
    rows = list(entries)
    posts = Post.objects.filter(pk__in=[int(row.post_id) for row in rows if row.post_id.isdigit()])
    offices = {str(one.pk): one.office.name for one in posts.select_related("office")}
    return [
        Look(
            at=row.at,
            office=offices.get(row.post_id, ""),
            duty=str(Duty(row.duty).label) if row.duty in Duty.values else "",
            what=str(LOOKS.get(row.verb, "")),
            reason=row.reason,
        )
        for row in rows
    ]
