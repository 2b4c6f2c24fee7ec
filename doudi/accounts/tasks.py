"""What is left over of sign-ins."""

from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app

NAME = "accounts.clear_sessions"


@app.periodic(cron="0 19 * * *", periodic_id=NAME)  # 03:00 in Beijing
@app.task(name=NAME, queueing_lock=NAME)
def clear_sessions(timestamp: int = 0) -> None:
    """Removes sessions that have run out, as nobody can come back to one, and counts of attempts
    that no limit asks for any more: their tables grow."""
    call_command("clearsessions")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_cache WHERE expires < now()")
