"""What the desk asks across modules: the next steps of a case, and where a case is."""

from doudi.desk.queries.finding import find_cases
from doudi.desk.queries.steps import Step, next_steps

__all__ = ["Step", "find_cases", "next_steps"]
