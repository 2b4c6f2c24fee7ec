"""`doudi load_places`: the divisions and offices of the two shipped places."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from doudi.accounts.actions import load_area
from doudi.accounts.rules.divisions import AREAS
from doudi.common import clock
from doudi.common.actors import System


class Command(BaseCommand):
    help = "Loads places, offices, jurisdictions and powers; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("areas", nargs="*", default=list(AREAS), help=" ".join(AREAS))

    def handle(self, *args: Any, **options: Any) -> None:
        for area in options["areas"]:
            rows = load_area(area=area, by=System("setup"), at=clock.now())
            self.stdout.write(f"{area}: {rows}")
