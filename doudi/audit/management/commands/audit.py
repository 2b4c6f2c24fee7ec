import logging
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from doudi.audit import actions, rules
from doudi.common import clock
from doudi.common.refusals import Refusal

logger = logging.getLogger(__name__)
EVERY_SECONDS = 2


class Command(BaseCommand):
    help = "seal: seals the trail; verify: looks for what was done to it; key: prints the key's."
    requires_system_checks = ()  # an auditor's machine may lack the rest

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        seal = what.add_parser("seal", help="seal what is finished, once or for ever")
        seal.add_argument("--loop", action="store_true", help=f"every {EVERY_SECONDS} seconds")
        verify = what.add_parser("verify", help="exit 0 when whole, else 1 with each fault named")
        verify.add_argument(
            "--anchors", required=True, type=Path, help="the anchors file, or a copy"
        )
        verify.add_argument(
            "--public-key", action="append", type=bytes.fromhex, metavar="HEX",
            help="once for each key that has signed, the oldest first; default: the configured",
        )  # fmt: skip
        what.add_parser("key", help="print the public key that goes with DOUDI_SEAL_KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "verify":
            self._verify(options["anchors"], options["public_key"])
        elif options["what"] == "key":
            self.stdout.write(rules.public_key(settings.DOUDI_SEAL_KEY).hex())
        elif options["loop"]:
            _seal_for_ever()
        else:
            self._seal_once()

    def _seal_once(self) -> None:
        try:
            made = actions.seal(at=clock.now())
        except Refusal as refusal:
            self.stderr.write(f"{refusal.code}: {refusal.sentence}")
            sys.exit(1)
        self.stdout.write(
            _("第 %(number)s 号封印，%(count)s 条记录。")
            % {"number": made.number, "count": made.count}
            if made
            else _("没有新的记录。")
        )

    def _verify(self, path: Path, given: list[bytes] | None) -> None:
        if not path.is_file():
            self.stderr.write(_("没有这个锚定文件：%(path)s") % {"path": path})
            sys.exit(2)
        report = actions.verify(path=path, public_keys=given or _configured())
        for fault in report.faults:
            marks = [("seal", fault.seal), ("entry", fault.entry)]
            named = "".join(f" {name}={number}" for name, number in marks if number is not None)
            self.stdout.write(f"{fault.code}{named}: {fault.sentence}")
        if report.faults:
            sys.exit(1)
        self.stdout.write(
            _("完好：%(seals)s 个封印，%(sealed)s 条记录；另有 %(unsealed)s 条待封。")
            % {"seals": report.seals, "sealed": report.sealed, "unsealed": report.unsealed}
        )


def _configured() -> list[bytes]:
    former = [bytes.fromhex(text) for text in settings.DOUDI_SEAL_FORMER]
    return [*former, rules.public_key(settings.DOUDI_SEAL_KEY)]


def _seal_for_ever() -> None:
    while True:
        try:
            actions.seal(at=clock.now())
        except Refusal as refusal:
            logger.error("%s: %s", refusal.code, refusal.sentence)
        except OperationalError:
            connection.close()
        time.sleep(EVERY_SECONDS)
