from doudi.common.jobs import enqueue

PUBLISH = "supervision.publish"
SIMULATE = "supervision.simulate"


def publish_later(publication_id: int) -> None:
    """Enqueue in the caller's transaction."""
    enqueue(PUBLISH, publication_id=publication_id)


def simulate_later(simulation_id: int) -> None:
    """Enqueue in the caller's transaction."""
    enqueue(SIMULATE, simulation_id=simulation_id)
