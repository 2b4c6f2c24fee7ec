"""Word to the family about its money."""

from datetime import datetime

from doudi.common.actors import Actor
from doudi.common.transactions import action
from doudi.decisions.queries.words import programme_name
from doudi.messaging.rules import Template
from doudi.payments.models import Line, Run
from doudi.payments.queries.findings import held_for_kin
from doudi.payments.rules.messages import ARRIVED, HELD, RETURNED, SET_ASIDE
from doudi.payments.states import LineState
from doudi.people.actions.telling import tell as tell_family


@action
def tell(*, line: Line, by: Actor, at: datetime) -> None:
    """One message about an answered line, however often it is called."""
    _say(line, ARRIVED if line.state == LineState.PAID else RETURNED, by, at)


@action
def tell_set_aside(*, run: Run, by: Actor, at: datetime) -> None:
    """One message for each line that stays behind while the run goes. Until the bank's file is
    made another approver may still let a relative's line go."""
    lines = run.lines.filter(state=LineState.SET_ASIDE).annotate(kin=held_for_kin())
    for line in lines.select_related("run", "award__household", "award__holder"):
        if not line.kin:
            _say(line, SET_ASIDE, by, at)
        elif run.made_at:
            _say(line, HELD, by, at)


def _say(line: Line, template: Template, by: Actor, at: datetime) -> None:
    award = line.award
    known = {
        "programme": programme_name(award.programme),
        "month": f"{line.run.month:%Y 年 %-m 月}",
    }
    tell_family(
        household=award.household,
        person=award.holder,
        template=template,
        values={name: known[name] for name in template.fields},
        noun="award",
        key=award.key,
        once=f"{template.code}:{line.pk}",
        by=by,
        at=at,
    )
