"""Duties that one person may not hold at the same time."""

_ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
_APART = (
    *({one, other} for one in _ADMINISTRATORS for other in _ADMINISTRATORS if one < other),
    {"finance_drafter", "finance_approver"},
    {"county_reviewer", "county_leader"},
    {"town_investigator", "town_decider"},
)


def incompatible(duty: str, held: set[str]) -> set[str]:
    """Which of the held duties exclude this one: the three administrators, drafter and approver,
    who proposes and who decides. An administrator or auditor of the trail holds no other duty of
    the three."""
    return {other for other in held if {duty, other} in _APART}
