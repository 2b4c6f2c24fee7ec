"""`doudi decisions recompute --all`: every stored decision again, identical or named.

`doudi decisions draws verify`: every lot of the months that are over, from the published keys.
"""

import json
from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from doudi.decisions.models import Draw, DrawKey
from doudi.decisions.queries.draws import verify
from doudi.decisions.queries.recompute import (
    recompute,
    stored_assessments,
    stored_decisions,
)
from doudi.policies.rules.parameters import ParameterFault
from doudi.policies.rules.schema import Faults


class Command(BaseCommand):
    requires_system_checks: ClassVar = []  # reads rows only; pages need not be in order
    help = "重算已存的决定 · recompute stored decisions"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser("recompute", help="重算 · recompute from snapshot, bundle, rule")
        which = one.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="全部 · all of them")
        which.add_argument("--number", help="决定编号 · one decision")
        lots = verbs.add_parser("draws", help="抽查 · the spot check")
        lots.add_argument("what", choices=["verify"], help="按公布的密钥重算 · recompute every lot")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 0 and a JSON count, or 1 with each that differs named."""
        if options["verb"] == "draws":
            self._verify_draws()
            return
        decisions = stored_decisions()
        assessments = stored_assessments().exclude(pk__in=decisions.values("assessment"))
        if options["number"]:
            decisions = decisions.filter(number=options["number"])
            assessments = assessments.none()
        # a decision is named by its number, an assessment that no decision rests on by its id
        different = [
            *_different((one.number, one) for one in decisions.iterator(200)),
            *_different((f"assessment {one.pk}", one) for one in assessments.iterator(200)),
        ]
        counts = {"decisions": decisions.count(), "assessments": assessments.count()}
        self.stdout.write(json.dumps({**counts, "different": len(different)}))
        if different:
            raise CommandError("\n".join(different), returncode=1)
        if options["number"] and not counts["decisions"]:
            raise CommandError(f"没有编号为 {options['number']} 的决定", returncode=2)

    def _verify_draws(self) -> None:
        shown = DrawKey.objects.exclude(shown="").select_related("place").order_by("month", "pk")
        wrong = {f"{key.month:%Y-%m} {key.place.code}": verify(key) for key in shown}
        faults = {name: parts for name, parts in wrong.items() if parts}
        lots = Draw.objects.filter(key__in=shown).count()
        counts = {"months": shown.count(), "lots": lots, "different": len(faults)}
        self.stdout.write(json.dumps(counts))
        if faults:
            lines = [f"{name}: {', '.join(parts)}" for name, parts in faults.items()]
            raise CommandError("\n".join(lines), returncode=1)


def _different(named: Any) -> list[str]:
    found = ((name, _parts(stored)) for name, stored in named)
    return [f"{name}: {', '.join(parts)}" for name, parts in found if parts]


def _parts(stored: Any) -> tuple[str, ...]:
    try:
        return recompute(stored)
    except (ParameterFault, Faults, KeyError, ValueError) as fault:
        return (type(fault).__name__,)
