"""Values by place: standards over the years, what is in force, its history, what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.accounts.models import Place
from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.policies.models import ParameterValue
from doudi.policies.queries.parameters import bundle_for, dated, in_force
from doudi.policies.rules.charts import Chart, Level, chart
from doudi.policies.rules.parameters import NATION, Bundle, Dated, covers, shipped_values
from doudi.policies.rules.registry import About, all_about
from doudi.policies.rules.saying import home_of, in_words, keys_of, shipped_places, title
from doudi.policies.states import Standing

MONTHS = 12


@dataclass(frozen=True)
class Said:
    """One value in words. `own` is proposed and checked here, else it was shipped."""

    key: str
    title: str
    text: str
    place: str
    from_on: date
    until_on: date | None
    basis: str
    standing: str
    standing_word: str
    taken_from: str
    own: bool = False


@dataclass(frozen=True)
class Standard:
    """An amount of a place: its values, newest first, and the chart of all of them."""

    key: str
    title: str
    rows: tuple[Said, ...]
    chart: Chart | None
    unit: str


@dataclass(frozen=True)
class Group:
    """The values that one programme's folder brings."""

    about: About
    rows: tuple[Said, ...]


def place_names(on: date) -> dict[str, str]:
    """The places that have values of their own: shipped ones, and those of the database."""
    found = dict(shipped_places())
    own = set(in_force().values_list("place", flat=True)) - set(found)
    rows = Place.objects.filter(code__in=own, valid_until__isnull=True)
    return found | {row.code: row.name for row in rows}


def standards(place: str, on: date) -> list[Standard]:
    """Every amount that holds at the place: the nearest place that has values of that key."""
    values = [one for one in _all_values() if covers(one.place, place) and _is_amount(one)]
    found = []
    for key in sorted({one.key for one in values}, key=lambda key: (home_of(key, on), key)):
        rows = [one for one in values if one.key == key]
        nearest = max((one.place for one in rows), key=_depth)
        own = sorted((one for one in rows if one.place == nearest), key=lambda one: one.from_on)
        merged = _own_before_shipped(own)
        found.append(_standard(key, merged, on))
    return found


def groups(place: str, on: date) -> list[Group]:
    """The values in force at the place, by the programme whose folder brings them."""
    bundle = bundle_for(place, on)
    by_home: dict[str, list[Said]] = {}
    for key in bundle.values:
        by_home.setdefault(home_of(key, on), []).append(_said_of(bundle, key))
    return [Group(one, tuple(by_home[one.code])) for one in all_about() if one.code in by_home]


def of_programme(programme: str, bundle: Bundle, on: date) -> list[Said]:
    """What the programme's rule reads from the bundle; a key without a value is left out."""
    keys = [key for key in keys_of(programme, on) if key in bundle.values]
    return [_said_of(bundle, key) for key in keys]


def of_bundle(bundle: Bundle) -> list[Said]:
    """Every value of the bundle, by key."""
    return [_said_of(bundle, key) for key in sorted(bundle.values)]


def history(place: str, key: str) -> list[Said]:
    """All checked values of the key for the place and the places around it, newest first."""
    found = [one for one in _all_values() if one.key == key and covers(one.place, place)]
    rows: list[Dated] = []
    for code in {one.place for one in found}:
        rows += _own_before_shipped([one for one in found if one.place == code])
    newest = sorted(rows, key=lambda one: (_depth(one.place), one.from_on), reverse=True)
    return [_said(one, own=bool(one.rank)) for one in newest]


def missing(place: str, on: date) -> list[tuple[About, tuple[str, ...]]]:
    """The programmes whose rule of today reads a value that the place does not have."""
    known = set(bundle_for(place, on).values)
    found = []
    for one in all_about():
        lacking = tuple(key for key in keys_of(one.code, on) if key not in known)
        if lacking:
            found.append((one, tuple(title(key).text for key in lacking)))
    return found


def own_rows(place: str, key: str) -> QuerySet[ParameterValue]:
    """Every row of the place and key: proposed, checked, put right, rejected; newest first."""
    rows = ParameterValue.objects.filter(place=place, key=key)
    return rows.select_related("replaces").order_by("-pk")


def proposals(by: Officer, on: date) -> QuerySet[ParameterValue]:
    """Values that wait for a second person, of the places that the office answers for."""
    rows = ParameterValue.objects.filter(checked_at__isnull=True, rejected_at__isnull=True)
    return rows.filter(under(place_codes(by, on), "place")).order_by("proposed_at", "pk")


def done(by: Officer, on: date) -> QuerySet[ParameterValue]:
    """Values that were checked or rejected, newest first."""
    rows = ParameterValue.objects.filter(under(place_codes(by, on), "place"))
    return rows.exclude(checked_at__isnull=True, rejected_at__isnull=True).order_by("-pk")


def said_row(row: ParameterValue) -> Said:
    return _said(dated(row), own=True)


def _all_values() -> Iterator[Dated]:
    """Shipped values, and checked ones with rank 1."""
    yield from shipped_values()
    for row in in_force():
        yield Dated(**{**dated(row).__dict__, "rank": 1})


def _own_before_shipped(rows: list[Dated]) -> list[Dated]:
    """A shipped value of the same place shows until an own one begins."""
    own = [one for one in rows if one.rank]
    if not own:
        return rows
    first = min(one.from_on for one in own)
    kept = []
    for one in rows:
        if not one.rank and one.from_on < first:
            until = min(one.until_on, first) if one.until_on else first
            kept.append(Dated(**{**one.__dict__, "until_on": until}))
    return kept + own


def _standard(key: str, rows: list[Dated], on: date) -> Standard:
    periods = {one.value["period"] for one in rows}
    yearly = len(periods) > 1
    levels = [Level(_fen(one, yearly), one.from_on, one.until_on) for one in rows]
    unit = "year" if yearly else next(iter(periods))
    newest = tuple(_said(one, own=bool(one.rank)) for one in reversed(rows))
    drawn = chart(levels, on) if len(levels) > 1 else None
    return Standard(key, title(key).text, newest, drawn, {"year": "元/年", "month": "元/月"}[unit])


def _fen(one: Dated, yearly: bool) -> int:
    fen = int(one.value["amount_fen"])
    return fen * MONTHS if yearly and one.value["period"] == "month" else fen


def _is_amount(one: Dated) -> bool:
    return isinstance(one.value, dict) and "amount_fen" in one.value


def _depth(place: str) -> int:
    return 0 if place == NATION else len(place)


def _said_of(bundle: Bundle, key: str) -> Said:
    one = bundle.values[key]
    until = date.fromisoformat(one["until"]) if one.get("until") else None
    from_on = date.fromisoformat(one["from"]) if one.get("from") else date.min
    given = Dated(
        key, one.get("place", ""), one["value"], from_on, until, one.get("basis", ""),
        one["standing"], one.get("taken_from", ""),
    )  # fmt: skip
    return _said(given)


def _said(one: Dated, own: bool = False) -> Said:
    return Said(
        one.key, title(one.key).text, in_words(one.key, one.value), one.place, one.from_on,
        one.until_on, one.basis, one.standing, str(Standing(one.standing).label), one.taken_from,
        own,
    )  # fmt: skip
