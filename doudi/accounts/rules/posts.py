"""At which level a duty sits, and duties that one person may not hold at the same time."""

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
_APART = (
    {"finance_drafter", "finance_approver"},
    {"county_reviewer", "county_leader"},
    {"town_investigator", "town_decider"},
)
_NEAR = frozenset({"village", "town"})
_TOWN = frozenset({"town"})
# a city without districts does a county's work itself
_COUNTY = frozenset({"district", "city", "province"})
_LEVELS = {
    "village_intake": frozenset({"village"}),
    "grid_worker": _NEAR,
    "coordinator": _NEAR,
    "social_worker": _NEAR,
    "town_acceptor": _TOWN,
    "town_investigator": _TOWN,
    "town_leader": _TOWN,
    "town_decider": _TOWN,
}


def sits_at(duty: str, level: str) -> bool:
    """Whether an office of this level has posts of this duty: a village decides nothing."""
    return level in _LEVELS.get(duty, _COUNTY)


def incompatible(duty: str, held: set[str]) -> set[str]:
    """Which of the held duties exclude this one: drafter and approver, who proposes and who
    decides. An administrator holds no other duty at all: none of the three does another's work,
    and none sees a family."""
    return {other for other in held - {duty} if _apart(duty, other)}


def _apart(duty: str, other: str) -> bool:
    return bool({duty, other} & ADMINISTRATORS) or {duty, other} in _APART
