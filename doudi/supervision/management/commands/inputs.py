"""`doudi inputs export DIR`: the newest assessment inputs as Parquet, without names or numbers."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from doudi.common import clock
from doudi.common.actors import System
from doudi.supervision.actions.inputs import export_inputs


class Command(BaseCommand):
    help = "Writes households, members, supporters and items of the newest assessments."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["export"])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--place", default="", help="行政区划代码；不写表示全部")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, place = options["folder"], options["place"]
        if place and not place.isdigit():
            raise CommandError(f"--place：{place} 不是行政区划代码")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            counts = export_inputs(place=place, folder=folder, by=System("inputs"), at=clock.now())
        except OSError as fault:
            raise CommandError(f"{folder}：写不进去") from fault
        self.stdout.write(json.dumps(counts))
