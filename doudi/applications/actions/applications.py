"""An application from its submission to its acceptance, withdrawal or close."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Post
from doudi.applications import guards
from doudi.applications.actions.messages import tell
from doudi.applications.actions.moving import locked, move, numbered
from doudi.applications.actions.remarks import note_remark, note_what_is_remarkable
from doudi.applications.actions.returning import close_send_back
from doudi.applications.actions.starting import Asks, set_place, start
from doudi.applications.actions.units import Stated, confirm_unit
from doudi.applications.models import Application, FirstView, Withdrawal
from doudi.applications.queries.clock import due_on
from doudi.applications.rules import messages
from doudi.applications.states import FirstSight, State, WithdrawalWay
from doudi.audit.actions import record
from doudi.common.actors import Actor, Citizen, Officer, System
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.ui.text import cn_date

__all__ = [
    "Asks",
    "Stated",
    "accept",
    "close",
    "confirm_unit",
    "note_remark",
    "set_place",
    "start",
    "submit",
    "take_in",
    "withdraw",
    "withdraw_at_counter",
]


@action
def submit(*, application: Application, by: Actor, at: datetime) -> Application:
    """Hand it in, with a remark for what is remarkable. Handing it in again changes nothing."""
    application = locked(application)
    if application.state == State.SUBMITTED:
        guards.check_can_read(by, application, day_of(at))
        return application
    guards.check_can_edit(by, application, day_of(at))
    note_what_is_remarkable(application=application, by=by, at=at)
    seen = application.state == State.SENT_BACK and hasattr(application, "first_view")
    again = application.submitted_at is not None
    move(application, "return" if seen else "submit")
    # the day of the first submission stays: the family does not start anew
    application.submitted_at = application.submitted_at or at
    application.save(update_fields=["state", "submitted_at"])
    close_send_back(application, by=by, at=at)
    record(by=by, at=at, verb="submit", noun="application", key=application.pk, again=again)
    note(noun="application", key=application.pk, verb="submitted", at=at)
    if not again:
        tell(application, messages.SUBMITTED.code, by, at)
    return application


@action
def take_in(
    *, application: Application, view: str, remark: str = "", by: Officer, at: datetime
) -> Application:
    """村级初审: the village says what it knows (`states.FirstSight`). It ends nothing.

    Of a case given back to it, it says so again; its first view stays.
    """
    application = locked(application)
    guards.check_can_take_in(by, application, day_of(at))
    if view not in FirstSight.values:
        raise Refusal("first_view.unknown", _("请选择一种初审意见。"), field="view")
    if view == FirstSight.DOUBTS and not remark.strip():
        raise Refusal(
            "first_view.why", _("有疑问时，请写明疑在哪里，方便入户核实。"), field="remark"
        )
    move(application, "return" if application.state == State.SENT_BACK else "take_in")
    application.taken_in_at = application.taken_in_at or at
    application.taken_in_by_id = application.taken_in_by_id or by.post_id
    application.save(update_fields=["state", "taken_in_at", "taken_in_by"])
    FirstView.objects.get_or_create(
        application=application,
        defaults={
            "view": view, "note": remark.strip(), "given_at": at, "given_by_id": by.post_id,
        },
    )  # fmt: skip
    close_send_back(application, view=view, answer=remark.strip(), by=by, at=at)
    record(by=by, at=at, verb="take_in", noun="application", key=application.pk, view=str(view))
    note(noun="application", key=application.pk, verb="taken_in", at=at)
    tell(application, messages.TAKEN_IN.code, by, at)
    return application


@action
def accept(*, application: Application, by: Officer, at: datetime) -> Application:
    """受理: the town takes it on with a dated receipt; the total time limit starts."""
    application = locked(application)
    guards.check_can_accept(by, application, day_of(at))
    on, place = day_of(at), application.place
    move(application, "accept")
    application.accepted_at, application.accepted_by_id = at, by.post_id
    application.accepting_office_id = by.office_id
    application.receipt_number = numbered("SL", place, on, application.pk)
    application.due_on = due_on(application, on)
    application.save(
        update_fields=[
            "state", "accepted_at", "accepted_by", "accepting_office", "receipt_number", "due_on",
        ]
    )  # fmt: skip
    close_send_back(application, by=by, at=at)
    record(
        by=by, at=at, verb="accept", noun="application", key=application.pk,
        due_on=application.due_on,
    )  # fmt: skip
    note(noun="application", key=application.pk, verb="accepted", at=at)
    tell(application, messages.ACCEPTED.code, by, at, due=cn_date(application.due_on))
    return application


@action
def withdraw(*, application: Application, by: Citizen, at: datetime) -> Application:
    """The family takes it back; it may apply again at any time."""
    application = locked(application)
    if application.state == State.WITHDRAWN:
        guards.check_can_read(by, application, day_of(at))
        return application
    guards.check_can_withdraw(by, application, day_of(at))
    _take_back(application, by, at)
    return application


@action
def withdraw_at_counter(
    *,
    application: Application,
    paper: bytes | None = None,
    witness: Post | None = None,
    said: str = "",
    by: Officer,
    at: datetime,
) -> Application:
    """The family takes it back at a counter: on its signed sheet (`paper`, a photograph or scan),
    or by word before `witness`, another officer. No officer takes it back for the family."""
    application = locked(application)
    guards.check_can_withdraw_at_counter(by, application, day_of(at))
    if paper is None and (witness is None or witness.user_id == by.user_id):
        raise Refusal(
            "withdrawal.proof",
            _("请上传本人签字的撤回单，或者选另一名工作人员作见证。"),
            field="paper",
        )
    Withdrawal.objects.create(
        application=application,
        way=WithdrawalWay.PAPER if paper else WithdrawalWay.WITNESS,
        paper=store(
            content=paper, kind="scan", owner_noun="application", owner_key=application.key,
            sensitivity="personal", by=by, at=at,
        ) if paper else None,
        witness=witness,
        said=said.strip(),
        recorded_at=at,
        recorded_by_id=by.post_id,
    )  # fmt: skip
    _take_back(application, by, at)
    return application


def _take_back(application: Application, by: Citizen | Officer, at: datetime) -> None:
    move(application, "withdraw")
    application.closed_at = at
    application.save(update_fields=["state", "closed_at"])
    close_send_back(application, by=by, at=at)
    record(by=by, at=at, verb="withdraw", noun="application", key=application.pk)
    note(noun="application", key=application.pk, verb="withdrawn", at=at)
    tell(application, messages.WITHDRAWN.code, by, at)


@action
def close(*, application: Application, by: Officer | System, at: datetime) -> Application:
    """Every request has its letter: called by decisions. Closing again changes nothing."""
    application = locked(application)
    if application.state == State.CLOSED:
        return application
    move(application, "close")
    application.closed_at = at
    application.save(update_fields=["state", "closed_at"])
    record(by=by, at=at, verb="close", noun="application", key=application.pk)
    note(noun="application", key=application.pk, verb="closed", at=at)
    return application
