"""`/healthz`: whether database and worker live. No version, no name, no count: it is public."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse

WORKER_SILENT_SECONDS = 30


def healthz(_request: HttpRequest) -> JsonResponse:
    """200 with the state of both; 503 when the database does not answer.

    A silent worker is reported but is no 503: pages still work, and a load balancer that took
    them away would make it worse.
    """
    try:
        worker = "ok" if _worker_beats() else "silent"
    except (DatabaseError, InterfaceError):
        return JsonResponse({"database": "down", "worker": "unknown"}, status=503)
    answer = JsonResponse({"database": "ok", "worker": worker})
    answer["Cache-Control"] = "no-store"
    return answer


def _worker_beats() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [WORKER_SILENT_SECONDS],
        )
        return bool(cursor.fetchone()[0])
