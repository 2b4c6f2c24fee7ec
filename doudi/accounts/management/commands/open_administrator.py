"""`doudi open_administrator`: the first security administrator of an office."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from doudi.accounts.actions import open_administrator
from doudi.accounts.models import Office
from doudi.common import clock
from doudi.common.actors import System
from doudi.common.refusals import Refusal


class Command(BaseCommand):
    help = "Opens a security administrator; the password comes from DOUDI_PASSWORD or is asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("office", help="code of the office, e.g. 430902-civil_affairs")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(f"no office {options['office']}; run load_places first")
        try:
            open_administrator(
                username=options["username"],
                name=options["name"],
                password=os.environ.get("DOUDI_PASSWORD") or getpass(),
                office=office,
                by=System("setup"),
                at=clock.now(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
