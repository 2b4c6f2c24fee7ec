from datetime import date, datetime
from pathlib import Path
from secrets import token_hex

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.models import Decision, Letter
from doudi.decisions.queries.letters import letter_data
from doudi.decisions.queries.matter_letters import letter_data as matter_data
from doudi.decisions.states import LESS, Outcome, Service
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.people.models import Person
from doudi.people.queries import person_of
from doudi.ui.print import render_pdf

PAGE = Path(__file__).resolve().parent.parent / "print" / "letter.typ"
MATTER_PAGE = PAGE.with_name("matter.typ")


@action
@in_chinese
def write_letter(*, decision: Decision, by: Officer, at: datetime) -> Letter:
    """确认通知书, 不予确认告知书 or that of a matter, from the decision alone; nobody edits it."""
    number, code = _number(decision, at), token_hex(12)
    page, data = (PAGE, letter_data) if decision.request_id else (MATTER_PAGE, matter_data)
    content = render_pdf(page, data(decision, number, code), at=at)
    file = store(
        content=content, kind="pdf", owner_noun="decision", owner_key=decision.pk,
        sensitivity="personal", by=by, at=at,
    )  # fmt: skip
    letter = Letter.objects.create(
        decision=decision, number=number, code=code, file=file, written_at=at
    )
    record(by=by, at=at, verb="write", noun="letter", key=letter.pk, decision=decision.pk)
    return letter


def _number(decision: Decision, at: datetime) -> str:
    word = "救告" if decision.outcome == Outcome.REFUSED or decision.outcome in LESS else "救确"
    return f"{word}〔{day_of(at).year}〕{decision.number.rpartition('-')[2]}号"


@action
def serve(
    *,
    letter: Letter,
    how: str,
    served_on: date,
    to: Person,
    signature: bytes = b"",
    in_person: bool = False,
    by: Officer,
    at: datetime,
) -> Letter:
    """送达: terms run from `served_on`. `in_person`: the officer saw it taken, unsigned."""
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    guards.check_can_serve(
        by, held, day_of(at), how=how, served_on=served_on, to=to,
        signed=bool(signature) or in_person,
    )  # fmt: skip
    if signature:
        held.served_signature = store(
            content=signature, kind="signature", owner_noun="letter", owner_key=held.pk,
            sensitivity="personal", by=by, at=at,
        )  # fmt: skip
    held.served_on, held.served_how, held.served_to = served_on, how, to
    held.served_by_id = by.post_id
    held.save(
        update_fields=["served_on", "served_how", "served_to", "served_by", "served_signature"]
    )
    record(
        by=by, at=at, verb="serve", noun="letter", key=held.pk, how=str(how), signed=bool(signature)
    )
    note(noun="letter", key=held.pk, verb="served", at=at)
    return held


@action
def read_in_app(*, letter: Letter, agreed: bool, by: Citizen, at: datetime) -> Letter:
    """The family read it on the phone; it counts as service only as they agreed to that."""
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    guards.check_own_letter(by, held, day_of(at))
    if not agreed:
        raise Refusal(
            "letter.not_agreed",
            _("请先勾选同意用手机送达；不勾选就由工作人员送来。"),
            field="agreed",
        )
    if held.served_on is not None:
        return held
    held.served_on, held.served_how = day_of(at), Service.IN_APP
    held.served_to = person_of(by.user_id)
    held.save(update_fields=["served_on", "served_how", "served_to"])
    record(by=by, at=at, verb="serve", noun="letter", key=held.pk, how="in_app")
    note(noun="letter", key=held.pk, verb="served", at=at)
    return held
