"""What a family says on the screens of the self-assessment, as a case that the laws can read.

Answers are plain JSON by screen. Amounts are whole yuan, None where the family does not know; a
screen that was not shown yet leaves everything it asks for unknown, never no and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from doudi.policies.rules.cases import Case, Disability, Event, Item, Member, Supporter, window_of
from doudi.policies.rules.unknown import UNKNOWN, Unknown

Answer = Mapping[str, Any]
Answers = Mapping[str, Answer]

UNSURE = "unknown"
WORKING_AGE = 16  # an age below which nobody is asked for work
GROWN, PUPIL = 18, 26  # parents are asked for the young, and for students not much older
FEN = 100
BUSINESS = ("self_employed", "farming")
APART = {"home": ("none", True), "apart": ("none", False)}
CARE_MONTHS = {"none": 0, "short": 3, "long": 12}
DAYS_AGO = {"month": 15, "quarter": 60, "half": 135, "year": 270, "before": 550}
THINGS = ("vehicle", "machine", "firm", "non_residential")
OWNED = ("vehicle", "machine", "firm")  # what one member may own; homes and shops are the family's
BILLS = ("medical", "schooling", "disability")
# on the screen → class and code of the income
GIVEN = {
    "property": ("property", "interest"), "gift": ("transfer", "gift"), "other": ("other", "other"),
}  # fmt: skip


def case_of_answers(said: Answers, on: date) -> Case:
    """The family as far as it has told; needs the screens `place` and `members`."""
    place, rows = said["place"], said["members"]["rows"]
    members = tuple(_member(said, index, on) for index in range(len(rows)))
    return Case(
        date=on,
        place=place["place"],
        registration=_said(place["registration"]),
        members=(*members, *_dead(said, on)),
        supporters=tuple(_supporters(said, on)),
        items=tuple(_items(said, on)),
        single_parent=_yes_no(said["members"]["single_parent"]),
        event=_event(said.get("event"), on),
        holds=tuple(place["holds"]),
        needs=_told(said.get("needs"), "needs."),
    )


def _said(code: Any) -> Any:
    return UNKNOWN if code in (UNSURE, None, "") else code


def _yes_no(code: str) -> bool | Unknown:
    return {"yes": True, "no": False}.get(code, UNKNOWN)


def _fen(yuan: int | None) -> int | Unknown:
    return UNKNOWN if yuan is None else yuan * FEN


def born(age: int | None, on: date) -> date | Unknown:
    """A birthday in the middle of that year of life: only the full years are known."""
    if age is None:
        return UNKNOWN
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date(on.year - age, on.month, day) - timedelta(days=182)


def is_young(row: Answer) -> bool:
    """Whether the parents are asked for: minors, and students not much older."""
    age = row["age"]
    return age is None or age < GROWN or (age < PUPIL and row["student"] != "none")


def may_work(row: Answer) -> bool:
    """Whether work is asked for; of somebody whose age is not known too."""
    return row["age"] is None or row["age"] >= WORKING_AGE


# --- the members ------------------------------------------------------------------------------


def _member(said: Answers, index: int, on: date) -> Member:
    row = said["members"]["rows"][index]
    return Member(
        id=f"m{index}",
        relation=row["relation"],
        born_on=born(row["age"], on),
        sex=_said(row["sex"]),
        student=_said(row["student"]),
        employment=_employment(said, index),
        traits=_told(said.get("needs"), "traits."),
        **_health(said, index),
        **_situation(said, index),
    )


def _row(said: Answers, screen: str, index: int) -> Answer | None:
    """What was said about one member, None while nobody asked."""
    found: Sequence[Answer] = said[screen]["rows"] if screen in said else ()
    return found[index] if index < len(found) else None


def _health(said: Answers, index: int) -> dict[str, Any]:
    row = _row(said, "health", index)
    if row is None:
        return {"disability": UNKNOWN, "illness": UNKNOWN, "care_months": UNKNOWN}
    kind = row["disability"]
    disability: Disability | Unknown | None = None
    if kind == UNSURE:
        disability = UNKNOWN
    elif kind != "none":
        disability = Disability(kind, _said(row["level"]))
    return {
        "disability": disability,
        "illness": _said(row["illness"]),
        "care_months": CARE_MONTHS.get(row["care"], UNKNOWN),
    }


def _situation(said: Answers, index: int) -> dict[str, Any]:
    """Of the applicant himself only the parents are asked, if he is young."""
    row, found = _row(said, "situation", index), {}
    if index:
        found = _whereabouts(row)
    young = is_young(said["members"]["rows"][index])
    for parent in ("father", "mother"):
        state = row[parent] if row is not None else UNSURE
        months = row["months"] if row is not None else None
        found[parent] = _said(state) if young else "able"
        found[f"{parent}_months"] = _said(months) if young else 0
    return found


def _whereabouts(row: Answer | None) -> dict[str, Any]:
    names = ("absence", "lives_with", "cannot_live_alone", "receives")
    if row is None or row["where"] == UNSURE:
        found: dict[str, Any] = dict.fromkeys(names, UNKNOWN)
    else:
        absence, together = APART.get(row["where"], (row["where"], True))
        found = {"absence": absence, "lives_with": together}
    if row is not None:
        found["cannot_live_alone"] = _yes_no(row["cannot_live_alone"])
        found["receives"] = _said(row["receives"])
    return found


def _employment(said: Answers, index: int) -> Any:
    if not may_work(said["members"]["rows"][index]):
        return "none"
    row = _row(said, "work", index)
    return UNKNOWN if row is None else _said(row["employment"])


def _told(answer: Answer | None, prefix: str) -> dict[str, bool | Unknown]:
    """Yes-or-no facts that were asked; what was not ticked is no, unless the family is unsure."""
    if answer is None:
        return {}
    unticked = UNKNOWN if answer["unsure"] else False
    asked = [code for code in answer["asked"] if code.startswith(prefix)]
    ticked = set(answer["yes"])
    return {code.removeprefix(prefix): True if code in ticked else unticked for code in asked}


def _dead(said: Answers, on: date) -> Iterator[Member]:
    """Somebody who died lately: told as what happened to the family, not in the list."""
    event = said.get("event")
    if event and event["kind"] == "death":
        day = _day(event["ago"], on)
        traits = _told(said.get("needs"), "traits.")
        yield Member("dead", "other", UNKNOWN, died_on=day, lives_with=False, traits=traits)


# --- supporters and events ----------------------------------------------------------------------


def _supporters(said: Answers, on: date) -> Iterator[Supporter]:
    if "supporters" not in said:
        for index, row in enumerate(said["members"]["rows"]):
            yield _nobody_asked(index, "parent" if is_young(row) else "child")
        return
    for number, row in enumerate(said["supporters"]["rows"]):
        agreed = row["agreed"]
        yield Supporter(
            id=f"s{number}",
            supports=f"m{row['supports']}",
            relation=row["relation"],
            agreed_fen=None if not agreed else _fen(agreed),
            paid_fen=_fen(row["paid"]),
            household_size=_said(row["size"]),
            household_income_fen=_fen(row["income"]),
            supported_count=_said(row["share"]),
            born_on=born(row["age"], on),
            condition=_said(row["condition"]),
        )


def _nobody_asked(index: int, relation: str) -> Supporter:
    return Supporter(
        id=f"open{index}", supports=f"m{index}", relation=relation, consent=UNKNOWN,
        agreed_fen=UNKNOWN, paid_fen=UNKNOWN, supported_count=UNKNOWN,
    )  # fmt: skip


def _event(answer: Answer | None, on: date) -> Event | None:
    if answer is None:
        return Event(UNKNOWN, refund_fen=UNKNOWN, again=UNKNOWN, aided_fen=UNKNOWN)
    if answer["kind"] == "none":
        return None
    return Event(
        kind=_said(answer["kind"]),
        on=_day(answer["ago"], on),
        cost_fen=_fen(answer["cost"]),
        refund_fen=_fen(answer["refund"]),
        again=_yes_no(answer["again"]),
        aided_fen=_fen(answer["aided"]),
    )


def _day(ago: str, on: date) -> date | Unknown:
    return on - timedelta(days=DAYS_AGO[ago]) if ago in DAYS_AGO else UNKNOWN


# --- income, property, bills --------------------------------------------------------------------


def _items(said: Answers, on: date) -> Iterator[Item]:
    months = window_of(on)
    for one in (*_work(said), *_money(said), *_assets(said, on), *_expenses(said)):
        yield Item(months=months, **one)


def _item(kind: str, name: str, fen: int | Unknown, **more: Any) -> Iterator[dict[str, Any]]:
    """Nothing is no item: 0 yuan is what the family does not have."""
    if fen != 0:
        yield {"kind": kind, "class_": name, "amount_fen": fen, **more}


def _work(said: Answers) -> Iterator[dict[str, Any]]:
    """What each member earned by work, costs taken off."""
    for index, row in enumerate(said["members"]["rows"]):
        if not may_work(row):
            continue
        told, owner = _row(said, "work", index), {"member": f"m{index}"}
        if told is None:
            yield from _item("income", "wage", UNKNOWN, code="wage", **owner)
            yield from _item("income", "business", UNKNOWN, code="business", **owner)
            continue
        name = "business" if told["employment"] in BUSINESS else "wage"
        yield from _item("income", name, _fen(told["earned"]), code=name, **owner)


def _money(said: Answers) -> Iterator[dict[str, Any]]:
    answer = said.get("money")
    for index in range(len(said["members"]["rows"])):
        told = _row(said, "money", index)
        if told is None and not may_work(said["members"]["rows"][index]):
            continue
        month = told["pension"] if told else None
        code = told["kind"] if told else UNSURE
        fen = UNKNOWN if month is None else month * 12 * FEN
        yield from _item("income", "transfer", fen, code=_said(code), member=f"m{index}")
    for told_as, (name, code) in GIVEN.items():
        yield from _item("income", name, _fen(answer[told_as] if answer else None), code=code)


def _assets(said: Answers, on: date) -> Iterator[dict[str, Any]]:
    answer = said.get("asset")
    if answer is None:
        yield from _item("asset", "financial", UNKNOWN)
        yield from _item("asset", "home", UNKNOWN, **_home(None, on))
        for name in THINGS:
            yield from _item("asset", name, UNKNOWN, code=UNKNOWN)
        return
    yield from _item("asset", "financial", _fen(answer["deposit"]), code="deposit")
    if answer["homes"] != 0:
        yield from _item("asset", "home", UNKNOWN, **_home(answer, on))
    for name in THINGS:
        if answer[name] != "none":
            owner = answer["owner"] if name in OWNED else None
            member = None if owner is None else f"m{owner}"
            yield from _item("asset", name, UNKNOWN, code=_said(answer[name]), member=member)


def _home(answer: Answer | None, on: date) -> dict[str, Any]:
    if answer is None:
        names = ("count", "area_m2", "from_demolition", "acquired_by", "acquired_on")
        return {"code": "home", **dict.fromkeys(names, UNKNOWN)}
    recent = _yes_no(answer["recent"])
    by: Any = "bought" if recent is True else "other"
    return {
        "code": "home",
        "count": _said(answer["homes"]),
        "area_m2": _said(answer["area"]),
        "from_demolition": _yes_no(answer["resettled"]),
        "acquired_by": UNKNOWN if isinstance(recent, Unknown) else by,
        "acquired_on": on - timedelta(days=100) if recent is True else UNKNOWN,
    }


def _expenses(said: Answers) -> Iterator[dict[str, Any]]:
    answer = said.get("expense")
    for name in BILLS:
        yield from _item("expense", name, _fen(answer[name] if answer else None), code=name)
