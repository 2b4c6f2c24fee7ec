"""Values to be carried over into the province's system, and which decisions are not yet there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.crypto import unseal
from doudi.common.money import yuan
from doudi.decisions.models import CarryOver, Decision, Letter
from doudi.decisions.queries.words import place_path, programme_name
from doudi.decisions.rules.carry import Layout
from doudi.people.models import Household, Identity, Membership, PayeeAccount, Person
from doudi.people.queries import account_number, address_of, names_of
from doudi.people.states import Relation, Standing
from doudi.ui.text import iso_moment

SEXES = {"F": "女", "M": "男"}
REGISTRATIONS = {"rural": "农业", "urban": "非农业"}
_RELATED = (
    "request__application__applicant",
    "place__parent__parent__parent",
    "household",
    "office",
    "assessment",
)


def _decided(by: Officer, on: date) -> QuerySet[Decision]:
    """Decided on a request in the officer's places, not taken back."""
    found = Decision.objects.filter(under(place_codes(by, on)), request__isnull=False)
    found = found.filter(decided_at__isnull=False, returned_at__isnull=True)
    return found.filter(annulled_at__isnull=True).select_related(*_RELATED)


def not_carried(by: Officer, on: date) -> QuerySet[Decision]:
    """Decided and not yet noted as entered there, the oldest first."""
    return _decided(by, on).filter(carry_over__isnull=True).order_by("decided_at", "pk")


def carried(by: Officer, on: date) -> QuerySet[Decision]:
    found = _decided(by, on).filter(carry_over__isnull=False)
    return found.select_related(*_RELATED, "carry_over").order_by("-carry_over__entered_on", "-pk")


def chosen(by: Officer, ids: Sequence[int], on: date) -> list[Decision]:
    """Those of the decisions that lie in the officer's places, in the order of the decision."""
    return list(_decided(by, on).filter(pk__in=list(ids)).order_by("decided_at", "pk"))


def carry_of(decision: Decision) -> CarryOver | None:
    return CarryOver.objects.filter(decision=decision).first()


@dataclass(frozen=True)
class _Known:
    """What many decisions need, read in one query each."""

    names: Mapping[int, str]
    numbers: Mapping[int, str]
    members: Mapping[int, str]
    accounts: Mapping[int, PayeeAccount]
    letters: Mapping[int, str]


def rows(decisions: Sequence[Decision], layout: Layout) -> list[list[str]]:
    """One row of text per decision in the layout's order; a number of queries that is constant.

    Full identity and account numbers stand in it: the caller records who took it and why.
    """
    known = _known(decisions)
    return [
        [SOURCES[column.source](one, known) if column.source else "" for column in layout.columns]
        for one in decisions
    ]


def _known(decisions: Sequence[Decision]) -> _Known:
    homes = {one.household_id for one in decisions}
    memberships = _memberships(homes)
    accounts = _accounts(homes)
    applicants = {_person(one).pk for one in decisions}
    wanted = {row.person_id for row in memberships} | applicants
    names = names_of(wanted | {account.holder_id for account in accounts.values()})
    letters = Letter.objects.filter(decision__in=[one.pk for one in decisions])
    return _Known(
        names=names,
        numbers=_numbers(applicants),
        members=_member_words(memberships, names),
        accounts=accounts,
        letters=dict(letters.values_list("decision_id", "number")),
    )


def _memberships(homes: set[int]) -> list[Membership]:
    """Confirmed members where an officer has confirmed the household, else the declared ones."""
    found = list(
        Membership.objects.filter(
            household_id__in=homes, superseded_at__isnull=True, period__endswith__isnull=True
        ).order_by("household_id", "pk")
    )
    confirmed = {row.household_id for row in found if row.standing == Standing.CONFIRMED}
    return [
        row
        for row in found
        if row.standing == Standing.CONFIRMED or row.household_id not in confirmed
    ]


def _member_words(rows: Sequence[Membership], names: Mapping[int, str]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for row in rows:
        word = f"{names.get(row.person_id, '')}（{Relation(row.relation).label}）"
        found.setdefault(row.household_id, []).append(word)
    return {home: "、".join(words) for home, words in found.items()}


def _numbers(people: set[int]) -> dict[int, str]:
    found = Identity.objects.filter(person_id__in=people, superseded_at__isnull=True)
    return {
        one.person_id: unseal(f"people.identity.{one.pk}", one.number_sealed).decode()
        for one in found.order_by("known_at", "pk")
    }


def _accounts(homes: set[int]) -> dict[int, PayeeAccount]:
    found = PayeeAccount.objects.filter(household_id__in=homes, superseded_at__isnull=True)
    return {one.household_id: one for one in found.order_by("known_at", "pk")}


def _person(one: Decision) -> Person:
    if one.request is None:
        raise AttributeError("only decisions about requests are carried over")
    return one.request.application.applicant


def _day(value: datetime | None) -> str:
    return day_of(value).isoformat() if value else ""


def _address(home: Household, path: str) -> str:
    return f"{path}{address_of(home)}"


def _account(one: Decision, known: _Known) -> PayeeAccount | None:
    return known.accounts.get(one.household_id)


def _account_number(one: Decision, known: _Known) -> str:
    account = _account(one, known)
    return account_number(account) if account else ""


def _bank(one: Decision, known: _Known) -> str:
    account = _account(one, known)
    return account.bank if account else ""


def _holder(one: Decision, known: _Known) -> str:
    account = _account(one, known)
    return known.names.get(account.holder_id, "") if account else ""


def _asked(one: Decision) -> tuple[str, str, str]:
    """Days of asking and acceptance, and the receipt."""
    if one.request is None:
        return "", "", ""
    application = one.request.application
    return (
        _day(application.submitted_at),
        _day(application.accepted_at),
        application.receipt_number or "",
    )


def _people(one: Decision) -> str:
    counted = one.assessment.result.get("people") if one.assessment else None
    return str(counted or "")


def _born(one: Decision) -> str:
    born = _person(one).born_on
    return born.isoformat() if born else ""


def _amount(one: Decision) -> str:
    return "" if one.amount_fen is None else yuan(one.amount_fen).replace(",", "")


# every value a layout may ask for; a layout with another name is refused by a test
SOURCES: dict[str, Callable[[Decision, _Known], str]] = {
    "applicant.name": lambda one, known: known.names.get(_person(one).pk, ""),
    "applicant.number": lambda one, known: known.numbers.get(_person(one).pk, ""),
    "applicant.sex": lambda one, _: SEXES.get(_person(one).sex, ""),
    "applicant.born_on": lambda one, _: _born(one),
    "place.code": lambda one, _: one.place.code,
    "place.address": lambda one, _: _address(one.household, place_path(one.place)),
    "household.registration": lambda one, _: REGISTRATIONS.get(one.household.registration, ""),
    "household.people": lambda one, known: str(
        known.members.get(one.household_id, "").count("、") + 1
    ),
    "household.members": lambda one, known: known.members.get(one.household_id, ""),
    "programme": lambda one, _: programme_name(one.programme),
    "application.submitted_on": lambda one, _: _asked(one)[0],
    "application.accepted_on": lambda one, _: _asked(one)[1],
    "application.receipt": lambda one, _: _asked(one)[2],
    "decision.outcome": lambda one, _: str(one.get_outcome_display()),
    "decision.people": lambda one, _: _people(one),
    "decision.amount": lambda one, _: _amount(one),
    "decision.from": lambda one, _: f"{one.effective_from:%Y-%m}" if one.effective_from else "",
    "decision.decided_on": lambda one, _: _day(one.decided_at),
    "decision.office": lambda one, _: one.office.name,
    "letter.number": lambda one, known: known.letters.get(one.pk, ""),
    "account.bank": _bank,
    "account.holder": _holder,
    "account.number": _account_number,
}


def sheet_data(
    decision: Decision, layout: Layout, *, by: Officer, office: str, at: datetime
) -> dict[str, object]:
    """Plain values for `print/carry.typ`: label and value in the order of the other system."""
    values = rows([decision], layout)[0]
    return {
        "title": "转录单",
        "office": office,
        "on": day_of(at).isoformat(),
        "number": decision.number,
        "system": layout.name,
        "assumed": layout.standing != "confirmed",
        "watermark": f"{by.name} {iso_moment(at)} 内部材料 不得外传",
        "rows": [
            [column.label, value] for column, value in zip(layout.columns, values, strict=True)
        ],
    }
