"""Who may see and touch an award and what belongs to it."""

from doudi.awards.guards.awards import READERS, check_is_theirs

__all__ = ["READERS", "check_is_theirs"]
