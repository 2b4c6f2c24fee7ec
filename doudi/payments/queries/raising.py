"""What a raised standard owes each award: recomputed month by month from stored assessments.

The facts, members and ages are those that were decided on; the parameters and the rule file are
those of the month. So a difference comes from the standard alone, and what else differs is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from doudi.awards.models import Award
from doudi.awards.queries.raising import Basis, bases_of, basis_in, pieces_of
from doudi.awards.rules.raising import Pieces
from doudi.common.months import month_of
from doudi.decisions.models import Assessment
from doudi.payments.models import Raise
from doudi.payments.queries.corrections import Account, accounts
from doudi.payments.rules.corrections import months_of
from doudi.payments.rules.raises import Month, Owed, owed, standing
from doudi.policies.queries import own_values
from doudi.policies.rules import parameters
from doudi.policies.rules.assess import assess
from doudi.policies.rules.parameters import Bundle
from doudi.policies.rules.registry import RuleFile, kinds_of, rule_for
from doudi.policies.rules.schema import case_of

Json = dict[str, Any]


@dataclass
class Standards:
    """Bundles and results of one piece of work: each is read or computed once."""

    _bundles: dict[tuple[str, date], Bundle] = field(default_factory=dict)
    _own: dict[date, list[parameters.Dated]] = field(default_factory=dict)
    _results: dict[tuple[int, str, str], Json] = field(default_factory=dict)

    def bundle(self, place: str, month: date) -> Bundle:
        if month not in self._own:
            self._own[month] = own_values(month)
        if (place, month) not in self._bundles:
            self._bundles[place, month] = parameters.bundle_for(place, month, self._own[month])
        return self._bundles[place, month]

    def result(self, stored: Assessment, month: date) -> Json:
        """The stored case by the parameters and the rule file of the month."""
        bundle = self.bundle(stored.case["place"], month)
        file = rule_for(stored.programme, month)
        key = (stored.pk, bundle.hash, file.name if file else "")
        if key not in self._results:
            case = case_of(stored.case)
            (found,) = assess(case, bundle, [stored.programme], rules_on=month)
            self._results[key] = found.as_json()
        return self._results[key]


def reads(programme: str, on: date) -> frozenset[str]:
    """The keys of the parameters that a programme's rule reads."""
    file = rule_for(programme, on)
    return _keys(file) if file else frozenset()


def _keys(file: RuleFile) -> frozenset[str]:
    return frozenset(one.removesuffix(".num").removesuffix(".den") for one in kinds_of(file))


def concerned(found: Raise) -> QuerySet[Award]:
    """Awards of the programme that were in force in a month from the first one on, where the
    place is or was their payer: also those that ended or moved since."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=found.from_month)
    paid = Q(places__place__code__startswith=found.place.code)
    rows = Award.objects.filter(lasting, paid, programme=found.programme)
    return rows.distinct().order_by("pk")


def owed_by(
    awards: Iterable[Award], first: date, on: date, standards: Standards
) -> dict[int, Owed]:
    """What each award is owed from the month `first` on, looked at on the day `on`."""
    held = list(awards)
    bases, sides = bases_of(held), accounts(one.pk for one in held)
    return {
        one.pk: owed(
            list(_months(one, bases[one.pk], sides[one.pk], first, on, standards)),
            one.valid_until,
            month_of(on),
        )
        for one in held
    }


def _months(
    award: Award, bases: list[Basis], side: Account, first: date, on: date, standards: Standards
) -> Iterator[Month]:
    start = max(first, award.valid_from)
    last = max(month_of(on), first, *(one.since for one in bases), side.entered or start)
    for month in months_of(start, award.valid_until, last):
        now, found = standing(side.parts, month), basis_in(bases, month)
        sums = side.accounted.get(month)
        then, why = _by_standard(award, found, now, month, standards)
        yield Month(month, now, then, sum(sums.values()) if sums else None, why)


def _by_standard(
    award: Award, found: Basis | None, now: Pieces, month: date, standards: Standards
) -> tuple[Pieces | None, str]:
    """The pieces of a month and a word on what else differs. None: nothing to compute from.

    An exit at the old amount (渐退) keeps it.
    """
    if found is None or found.assessment is None:
        return None, ""
    if found.assessment.programme != award.programme:
        return now, ""
    result = standards.result(found.assessment, month)
    try:
        pieces = pieces_of(result, found.change)
    except ValueError:
        return None, ""
    return pieces, _why(found, result, month)


def _why(found: Basis, result: Json, month: date) -> str:
    words = []
    if found.change is not None:
        words.append(f"{found.since:%Y-%m} 起家里有变化：{found.change.get_reason_display()}")
    if found.assessment is not None and result["rule"] != found.assessment.rule:
        words.append("适用的规则也有更新")
    return "；".join(words)
