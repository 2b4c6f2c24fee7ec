"""退回补正: the town gives a case back with everything to be put right, all at once."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from doudi.applications import guards
from doudi.applications.actions.messages import tell
from doudi.applications.actions.moving import locked, move
from doudi.applications.models import Application, SendBack
from doudi.applications.rules import messages
from doudi.applications.states import SendBackReason, SentTo
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note


@action
def send_back(
    *,
    application: Application,
    to: str,
    reasons: Sequence[str],
    remark: str = "",
    by: Officer,
    at: datetime,
) -> SendBack:
    """To the village or the family (`SentTo`), with reasons of `SendBackReason`.

    A second time only for what was named the first time. A missing paper is no reason: it is
    named as an awaited item, and the case is accepted.
    """
    application = locked(application)
    guards.check_can_send_back(by, application, day_of(at))
    _check_reasons(application, to, reasons, remark)
    move(application, "send_back")
    application.save(update_fields=["state"])
    made = SendBack.objects.create(
        application=application, to=to, reasons=sorted(set(reasons)), note=remark.strip(),
        sent_at=at, sent_by_id=by.post_id,
    )  # fmt: skip
    record(
        by=by, at=at, verb="send_back", noun="application", key=application.pk, to=str(to),
        reasons=[str(one) for one in made.reasons],
    )  # fmt: skip
    note(noun="application", key=application.pk, verb="sent_back", at=at)
    if to == SentTo.FAMILY:
        tell(application, messages.SENT_BACK.code, by, at, turn=str(made.pk))
    return made


def close_send_back(
    application: Application, *, view: str = "", answer: str = "", by: Actor, at: datetime
) -> None:
    """The other side has put it right, or the town accepted as it is. Inside a transaction."""
    application.send_backs.filter(returned_at__isnull=True).update(
        returned_at=at,
        answer_view=view,
        answer=answer,
        answered_by=by.post_id if isinstance(by, Officer) else None,
    )


def _check_reasons(application: Application, to: str, reasons: Sequence[str], remark: str) -> None:
    if to not in SentTo.values:
        raise Refusal("send_back.to", _("请选择退给谁。"), field="to")
    if not reasons or not set(reasons) <= set(SendBackReason.values):
        raise Refusal("send_back.reasons", _("请选择要补正的内容，可以多选。"), field="reasons")
    if not remark.strip():
        raise Refusal("send_back.note", _("请写明怎样补正，一次说全。"), field="remark")
    first = application.send_backs.order_by("pk").first()
    if first and not set(reasons) <= set(first.reasons):
        raise Refusal(
            "send_back.new_reason",
            _("第二次退回，只能就第一次指出而没有补正的内容。其余请受理后在入户时查明。"),
            field="reasons",
        )
