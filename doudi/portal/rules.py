"""Where a family stands on the way from asking to being paid."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What is known of a request, each a plain yes or no."""

    submitted: bool
    accepted: bool
    visited: bool
    posted: bool
    decided: bool
    paid: bool


def steps_done(standing: Standing) -> int:
    """How many of the stations lie behind: the first open one is where the family is."""
    stations = (
        standing.submitted,
        standing.accepted,
        standing.visited,
        standing.posted,
        standing.decided,
        standing.paid,
    )
    return next((n for n, done in enumerate(stations) if not done), len(stations))
