"""Matters of an award: assessed again, heard, proposed; `deciding.decide` decides them.

The noun itself lies downstream and is named by `matter` ("change:<pk>", "claim:<pk>"). Only a
named officer computes, proposes and decides; a citizen may say what he thinks.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from doudi.accounts.models import Place
from doudi.accounts.queries import office_for
from doudi.accounts.states import Act
from doudi.audit.actions import record
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.models import Assessment, Decision, Hearing
from doudi.decisions.queries.recompute import result_of
from doudi.decisions.queries.words import district_of
from doudi.decisions.states import HearingWay
from doudi.facts.actions import take_snapshot
from doudi.facts.rules.case import case_data
from doudi.files.models import File
from doudi.journal.actions import note
from doudi.people.models import Household, Person
from doudi.policies.actions import store_bundle
from doudi.policies.queries import bundle_for


@action
def assess_matter(
    *,
    matter: str,
    household: Household,
    programme: str,
    on: date,
    members: list[int] | None = None,
    award: Mapping[str, Any] | None = None,
    by: Officer,
    at: datetime,
) -> Assessment:
    """Freezes what is known now and runs the law of `on` over that day's members.

    `members` limits the unit; `award` is the case's section about aid in force (渐退).
    """
    guards.check_can_assess_matter(by, matter, household, day_of(at))
    snapshot = take_snapshot(household=household, on=on, known=at, members=members, by=by, at=at)
    case = case_data(snapshot.content) | ({"award": dict(award)} if award else {})
    bundle = bundle_for(case["place"], on)
    result = result_of(case, bundle, programme)
    made = Assessment.objects.create(
        matter=matter,
        programme=programme,
        on=on,
        snapshot=snapshot,
        bundle=store_bundle(bundle=bundle, by=by, at=at),
        case=case,
        rule=result["rule"],
        verdict=result["verdict"],
        amount_fen=result["amount_fen"],
        result=result,
        assessed_at=at,
        assessed_by_id=by.post_id,
    )
    record(by=by, at=at, verb="assess", noun="matter", key=matter, assessment=made.pk)
    return made


@action
def hear(
    *,
    matter: str,
    household: Household,
    heard: Person | None,
    way: str,
    held_on: date,
    told: str,
    said: str = "",
    paper: File | None = None,
    by: Officer,
    at: datetime,
) -> Hearing:
    """听取意见 as an officer wrote it down; `NOT_REACHED` is an attempt and names nobody."""
    reached = way != HearingWay.NOT_REACHED
    guards.check_can_hear(
        by, matter, household, day_of(at), heard=heard, way=way, held_on=held_on, told=told,
        said=said,
    )  # fmt: skip
    made = Hearing.objects.create(
        matter=matter, household=household, heard=heard if reached else None, way=way,
        held_on=held_on, told=told.strip(), said=said.strip() if reached else "", paper=paper,
        noted_at=at, noted_by_id=by.post_id, noted_user_id=by.user_id,
    )  # fmt: skip
    record(by=by, at=at, verb="hear", noun="matter", key=matter, way=str(way))
    return made


@action
def say(
    *, matter: str, household: Household, told: str, said: str, by: Citizen, at: datetime
) -> Hearing:
    """The family writes its view in the app, below what it was told."""
    person = guards.check_can_say(by, household, day_of(at), said=said)
    made = Hearing.objects.create(
        matter=matter, household=household, heard=person, way=HearingWay.IN_APP,
        held_on=day_of(at), told=told, said=said.strip(), noted_at=at, noted_user_id=by.user_id,
    )  # fmt: skip
    record(by=by, at=at, verb="hear", noun="matter", key=matter, way="in_app")
    return made


@action
def propose_matter(
    *,
    matter: str,
    household: Household,
    place: Place,
    programme: str,
    outcome: str,
    assessment: Assessment | None,
    amount_fen: int | None,
    reason: str,
    effective_from: date | None,
    by: Officer,
    at: datetime,
) -> Decision:
    """拟定 by a named officer; another decides. `amount_fen`: a month's, or what is claimed."""
    on = day_of(at)
    guards.check_can_propose_matter(
        by, matter=matter, household=household, place=place, programme=programme, on=on,
        outcome=outcome, assessment=assessment, reason=reason,
    )  # fmt: skip
    decision = Decision.objects.create(
        number=uuid4().hex,
        matter=matter,
        household=household,
        place=place,
        programme=programme,
        office=office_for(Act.DECIDE, programme, place, on),
        assessment=assessment,
        outcome=outcome,
        amount_fen=amount_fen,
        reason=reason.strip(),
        effective_from=effective_from,
        proposed_at=at,
        proposed_by_id=by.post_id,
        proposed_user_id=by.user_id,
    )
    decision.number = f"{on.year}-{district_of(place).code}-{decision.pk:06d}"
    decision.save(update_fields=["number"])
    record(by=by, at=at, verb="propose", noun="decision", key=decision.pk, outcome=str(outcome))
    note(noun="decision", key=decision.pk, verb="proposed", at=at)
    return decision
