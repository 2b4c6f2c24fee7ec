"""What the declared figures alone would say: for the family, before it submits."""

from dataclasses import dataclass
from datetime import date, datetime

from doudi.applications.models import Application
from doudi.facts.queries import snapshot_content
from doudi.facts.rules.case import case_data
from doudi.facts.states import SourceKind
from doudi.policies.queries import bundle_for
from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.parameters import ParameterFault
from doudi.policies.rules.schema import Faults, read_case

LIKELY, UNCLEAR, ABOVE, OTHER = "likely", "unclear", "above", "other"


@dataclass(frozen=True)
class LookAhead:
    """`kind`: likely, unclear, above (the line, by `over_fen` a person and month), or other: a
    condition beside income seems not met. It decides nothing and is not stored."""

    kind: str
    over_fen: int = 0


def look_ahead(
    application: Application, *, on: date, known: datetime, programme: str = "dibao"
) -> LookAhead:
    """On declared facts only. Unclear when the figures cannot be assessed."""
    content = snapshot_content(application.household, on=on, known=known)
    declared = [f for f in content["facts"] if f["source_kind"] == SourceKind.DECLARED]
    try:
        case = read_case(case_data({**content, "facts": declared}))
        found = assess(case, bundle_for(case.place, case.date), [programme])
    except (Faults, ParameterFault):
        return LookAhead(UNCLEAR)
    return _of(found[0]) if found else LookAhead(UNCLEAR)


def _of(found: Assessment) -> LookAhead:
    if found.verdict == "met":
        return LookAhead(LIKELY)
    if found.verdict == "unknown":
        return LookAhead(UNCLEAR)
    return LookAhead(ABOVE, found.over_by_fen) if found.over_by_fen else LookAhead(OTHER)
