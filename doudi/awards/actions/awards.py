"""Granting what was decided."""

import secrets
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.awards.models import Award, AwardPlace, Beneficiary, Certificate, Component
from doudi.awards.queries.rechecks import months_at_grant, next_day
from doudi.awards.rules import counted, parts
from doudi.awards.states import State
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.facts.queries import person_id
from doudi.journal.actions import note


@action
def grant(*, decision: Decision, by: Actor, at: datetime) -> Award:
    """The award of a granting decision; a second call gives the first award.

    Raises Refusal when the decision does not grant.
    """
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    known = Award.objects.filter(decision=decision).first()
    if known:
        return known
    if decision.outcome != Outcome.GRANTED or not decision.decided_at or not decision.request:
        raise Refusal("award.not_granted", _("这份决定没有给予救助，不能发放。"))
    application = decision.request.application
    months = months_at_grant(decision, application.place)
    award = Award.objects.create(
        number=_number(decision, "DB"),
        decision=decision,
        household=decision.household,
        holder=application.applicant,
        programme=decision.programme,
        place=application.place,
        office=decision.office,
        state=State.ACTIVE,
        valid_from=_first_day(decision),
        recheck_on=next_day(application.place, _decided_on(decision), months),
        recheck_months=months,
        granted_at=at,
    )
    AwardPlace.objects.create(
        award=award, place=award.place, office=award.office, valid_from=award.valid_from
    )
    _write_parts(award, decision, at)
    _certify(award, at)
    record(by=by, at=at, verb="grant", noun="award", key=str(award.pk), decision=decision.pk)
    note(noun="award", key=str(award.pk), verb="granted", at=at)
    return award


def _first_day(decision: Decision) -> date:
    if decision.effective_from is None:
        raise Refusal("award.no_month", _("这份决定没有起始月份，请退回补正。"))
    return decision.effective_from


def _decided_on(decision: Decision) -> date:
    if decision.decided_at is None:
        raise Refusal("award.not_decided", _("这份决定还没有确认。"))
    return day_of(decision.decided_at)


def _write_parts(award: Award, decision: Decision, at: datetime) -> None:
    if decision.assessment is None:
        raise Refusal("award.not_assessed", _("这份决定没有测算，不能发放。"))
    result = decision.assessment.result
    for member in counted(result):
        Beneficiary.objects.create(
            award=award, person_id=person_id(member), valid_from=award.valid_from
        )
    for part in parts(result):
        Component.objects.create(
            award=award,
            kind=part.kind,
            person_id=person_id(part.member) if part.member else None,
            amount_fen=part.amount_fen,
            valid_from=award.valid_from,
            known_at=at,
        )


def _certify(award: Award, at: datetime) -> Certificate:
    """The certificate is the family's to print whenever it likes; its code says nothing."""
    return Certificate.objects.create(
        award=award,
        number=_number(award.decision, "ZS"),
        code=secrets.token_urlsafe(12),
        issued_at=at,
        valid_until=award.recheck_on,
    )


def _number(decision: Decision, letters: str) -> str:
    place = decision.office.seat.code[:6]
    return f"{letters}{place}{_decided_on(decision):%Y%m%d}{decision.pk:06d}"
