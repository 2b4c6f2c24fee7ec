from doudi.common.jobs import enqueue

DELIVER = "messaging.deliver"


def deliver_later(message_id: int) -> None:
    """Enqueue in the caller's transaction."""
    enqueue(DELIVER, message_id=message_id)
