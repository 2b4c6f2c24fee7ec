"""What a restored platform must show: every file, the whole trail, and a case that goes on.

As a program, in the restored environment: `python -m tests.faults.restored` prints it as JSON.
"""

import hashlib
import json
import sys
import time
from dataclasses import asdict, dataclass, field

import django

from doudi.cli.postgres import ensure_database

PATIENCE = 60


@dataclass
class Found:
    """Counts; and the names of all that is not as it should be."""

    files: int = 0
    seals: int = 0
    wrong: list[str] = field(default_factory=list)


def look() -> Found:
    """Every file opens and holds what its row says; trail, seals and anchors agree."""
    from django.conf import settings

    from doudi.audit import actions, rules
    from doudi.common.crypto import Unreadable
    from doudi.files.models import File
    from doudi.files.queries import open_file

    found = Found()
    for file in File.objects.order_by("pk").iterator():
        found.files += 1
        try:
            content = open_file(file)
        except (OSError, Unreadable):
            content = b""
        if hashlib.sha256(content).hexdigest() != file.sha256:
            found.wrong.append(f"file {file.pk}")
    key = rules.public_key(settings.DOUDI_SEAL_KEY)
    report = actions.verify(path=settings.DOUDI_ANCHORS, public_keys=[key])
    found.seals = report.seals
    found.wrong += [fault.code for fault in report.faults]
    return found


def carry_on() -> list[str]:
    """A case that waited is opened, taken in and accepted by the officers who were there before."""
    from doudi.accounts.models import Post
    from doudi.accounts.queries import officer_of
    from doudi.applications.actions import applications
    from doudi.applications.models import Application
    from doudi.applications.states import State
    from doudi.people.queries.households import address_of
    from doudi.people.queries.persons import full_number
    from tests.factories.applications import AT

    waiting = Application.objects.filter(state=State.SUBMITTED).order_by("pk").first()
    if waiting is None:
        return ["no case waits"]
    posts = [Post.objects.filter(duty=duty).order_by("pk")[0]
             for duty in ("village_intake", "town_acceptor")]  # fmt: skip
    village, town = map(officer_of, posts)
    if not full_number(waiting.applicant) or not address_of(waiting.household):
        return ["number or address is gone"]
    taken = applications.take_in(application=waiting, view="agrees", by=village, at=AT)
    accepted = applications.accept(application=taken, by=town, at=AT)
    return [] if accepted.state == State.ACCEPTED else [f"the case is {accepted.state}"]


def sealed_by_the_worker() -> list[str]:
    """Every entry, also those of the case that went on, gets its seal from the worker."""
    from doudi.audit.models import Entry, Leaf

    until = time.monotonic() + PATIENCE
    while Entry.objects.exclude(pk__in=Leaf.objects.values("entry_id")).exists():
        if time.monotonic() > until:
            return ["the worker does not seal"]
        time.sleep(0.2)
    return []


def main() -> int:
    ensure_database()
    django.setup()
    wrong = carry_on() + sealed_by_the_worker()
    found = look()
    found.wrong += wrong
    sys.stdout.write(json.dumps(asdict(found)) + "\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
