"""What the portal asks across modules."""

from doudi.portal.queries.cases import (
    CaseLine,
    awards_of_case,
    case_line,
    case_lines,
    cases_of,
    letters_of,
    standing_of,
)

__all__ = [
    "CaseLine",
    "awards_of_case",
    "case_line",
    "case_lines",
    "cases_of",
    "letters_of",
    "standing_of",
]
