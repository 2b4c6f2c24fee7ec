"""A sheet is printed with a code; its photograph finds the case and does what the sheet says."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from doudi.applications import guards
from doudi.applications.actions.applications import withdraw_at_counter
from doudi.applications.actions.awaiting import sign_promise
from doudi.applications.actions.signing import sign
from doudi.applications.models import Application, Paper, PaperScan
from doudi.applications.queries.people import unsigned_in
from doudi.applications.rules.papers import as_signature, new_code
from doudi.applications.rules.promises import PROMISE_VERSION
from doudi.applications.states import PaperKind, State
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.people.models import Person
from doudi.people.rules import AUTHORISATION_VERSION

VERSIONS = {PaperKind.LETTER: AUTHORISATION_VERSION, PaperKind.PROMISE: PROMISE_VERSION}


@action
def print_paper(
    *, application: Application, kind: str, person: Person | None = None, by: Officer, at: datetime
) -> Paper:
    """The sheet of this kind; a letter needs the person who signs it. Printing it again gives the
    same code, so that any copy finds the case."""
    guards.check_can_file_paper(by, application, day_of(at))
    if kind not in PaperKind.values or (kind == PaperKind.LETTER) != (person is not None):
        raise Refusal("paper.kind", _("请选择要打印的表。"))
    if kind == PaperKind.PROMISE and not application.awaited.exists():
        raise Refusal("promise.nothing", _("没有要后补的材料，不用打印承诺书。"))
    made, created = Paper.objects.get_or_create(
        application=application, kind=kind, person=person,
        text_version=VERSIONS.get(PaperKind(kind), ""),
        defaults={"code": new_code(), "printed_at": at, "printed_by_id": by.post_id},
    )  # fmt: skip
    record(
        by=by, at=at, verb="print_paper", noun="application", key=application.pk,
        kind=str(kind), again=not created,
    )  # fmt: skip
    return made


@action
def file_paper(*, paper: Paper, content: bytes, by: Officer, at: datetime) -> PaperScan:
    """The officer photographed the sheet that somebody signed before him: he is the witness.

    A letter counts as that person's signature, a promise as the promise, a withdrawal takes the
    application back; a form is kept. Another photograph of the same sheet is only kept.
    """
    application = paper.application
    guards.check_can_file_paper(by, application, day_of(at))
    first = not paper.scans.exists()
    file = store(
        content=content, kind="scan", owner_noun="application", owner_key=application.key,
        sensitivity="sensitive", by=by, at=at,
    )  # fmt: skip
    made = PaperScan.objects.create(paper=paper, file=file, scanned_at=at, scanned_by_id=by.post_id)
    if first:
        _DOES.get(PaperKind(paper.kind), _keep)(paper, content, by, at)
    record(
        by=by, at=at, verb="file_paper", noun="application", key=application.pk,
        kind=str(paper.kind), paper=paper.pk,
    )  # fmt: skip
    note(noun="application", key=application.pk, verb="paper_filed", at=at)
    return made


def _keep(paper: Paper, content: bytes, by: Officer, at: datetime) -> None:
    """The form says what was typed; it is kept as it was signed."""


def _letter(paper: Paper, content: bytes, by: Officer, at: datetime) -> None:
    unsigned = {one.person.pk for one in unsigned_in(paper.application, day_of(at))}
    if paper.person is None or paper.person.pk not in unsigned:
        return
    sign(
        application=paper.application, person=paper.person, signature=_picture(content), by=by,
        at=at,
    )  # fmt: skip


def _promise(paper: Paper, content: bytes, by: Officer, at: datetime) -> None:
    sign_promise(
        application=paper.application, person=paper.application.applicant,
        signature=_picture(content), by=by, at=at,
    )  # fmt: skip


def _withdrawal(paper: Paper, content: bytes, by: Officer, at: datetime) -> None:
    if paper.application.state != State.WITHDRAWN:
        withdraw_at_counter(application=paper.application, paper=content, by=by, at=at)


def _picture(content: bytes) -> bytes:
    try:
        return as_signature(content)
    except ValueError:
        raise Refusal(
            "paper.picture", _("这一张要照片，不收 PDF。请拍照后再传。"), field="file"
        ) from None


_DOES: dict[PaperKind, Callable[[Paper, bytes, Officer, datetime], None]] = {
    PaperKind.LETTER: _letter,
    PaperKind.PROMISE: _promise,
    PaperKind.WITHDRAWAL: _withdrawal,
}
