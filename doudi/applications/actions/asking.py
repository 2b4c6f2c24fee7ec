"""What the family is asked beside its figures: whether somebody close works for the office."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.applications.guards import check_can_edit
from doudi.applications.models import Application, KinAnswer
from doudi.applications.states import KinReply
from doudi.audit.actions import record
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action


@action
def answer_kin(*, application: Application, answer: str, by: Actor, at: datetime) -> KinAnswer:
    """Yes, no or unsure; a later answer supersedes. None is asked for twice or required."""
    check_can_edit(by, application, day_of(at))
    if answer not in KinReply.values:
        raise Refusal("kin.unknown", _("请选择一项。"), field="answer")
    current = application.kin_answers.filter(superseded_at__isnull=True)
    known = current.first()
    if known is not None and known.answer == answer:
        return known
    current.update(superseded_at=at)
    made = KinAnswer.objects.create(application=application, answer=answer, answered_at=at)
    record(
        by=by, at=at, verb="answer_kin", noun="application", key=application.pk, answer=str(answer)
    )
    return made
