"""What the desk asks across modules: the next steps of a case, and where a case is."""

from doudi.desk.queries.finding import find_cases
from doudi.desk.queries.steps import Step, family_links, next_steps

__all__ = ["Step", "family_links", "find_cases", "next_steps"]
