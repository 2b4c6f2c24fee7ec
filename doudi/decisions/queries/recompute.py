"""Every stored assessment again, from its snapshot, its bundle and its rule file."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from doudi.decisions.models import Assessment, Decision
from doudi.facts.queries import hash_of
from doudi.facts.rules.case import case_data
from doudi.policies.rules.assess import assess
from doudi.policies.rules.parameters import Bundle, bundle_from
from doudi.policies.rules.registry import rule_for
from doudi.policies.rules.schema import read_case

Json = dict[str, Any]


def result_of(case: Json, bundle: Bundle, programme: str) -> Json:
    """The explained verdict as plain JSON, as it is stored."""
    (found,) = assess(read_case(case), bundle, [programme])
    plain: Json = json.loads(json.dumps(found.as_json(), ensure_ascii=False))
    return plain


def recompute(assessment: Assessment | Decision) -> tuple[str, ...]:
    """What differs: snapshot, case, bundle, rule, result, amount. Nothing: it recomputes.

    A decision that rests on no assessment (a hold, a claim) has nothing to compute again.
    """
    if isinstance(assessment, Decision):
        stored = assessment.assessment
        return (*recompute(stored), *_decided_otherwise(assessment, stored)) if stored else ()
    return tuple(_differences(assessment))


def _differences(stored: Assessment) -> Iterator[str]:
    content = stored.snapshot.content
    if hash_of(content) != stored.snapshot.sha256:
        yield "snapshot"
    if _bytes(case_data(content)) != _bytes(stored.case):
        yield "case"
    bundle = bundle_from(stored.bundle.content)
    if bundle.hash != stored.bundle_id:
        yield "bundle"
    file = rule_for(stored.programme, stored.on)
    if file is None or file.name != stored.rule:
        yield "rule"
        return
    again = result_of(stored.case, bundle, stored.programme)
    if _bytes(again) != _bytes(stored.result):
        yield "result"
    if (again["verdict"], again["amount_fen"]) != (stored.verdict, stored.amount_fen):
        yield "amount"


def _decided_otherwise(decision: Decision, stored: Assessment) -> Iterator[str]:
    if decision.request_id and decision.amount_fen not in (None, stored.amount_fen):
        yield "decided_amount"


def _bytes(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def stored_decisions() -> QuerySet[Decision]:
    """With what `recompute` reads."""
    return Decision.objects.select_related("assessment__snapshot", "assessment__bundle").order_by(
        "pk"
    )


def stored_assessments() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("snapshot", "bundle").order_by("pk")


SAMPLE = 200


def nightly_sample(on: date) -> list[Decision]:
    """Two hundred decided ones, another part of the whole every night: all within a cycle."""
    found = Decision.objects.filter(decided_at__isnull=False).order_by("pk")
    parts = max(1, -(-found.count() // SAMPLE))
    start = on.toordinal() % parts * SAMPLE
    return list(found.select_related("assessment__snapshot", "assessment__bundle")[start:][:SAMPLE])
