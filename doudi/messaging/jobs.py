from procrastinate.contrib.django import app

DELIVER = "messaging.deliver"


def deliver_later(message_id: int) -> None:
    """Enqueue in the caller's transaction."""
    app.configure_task(DELIVER).defer(message_id=message_id)
