"""/healthz: is the database there, is a worker at work, does a telephony process beat?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from wanhao.foundation.accounts.guards import open_to_all

WORKER_SILENT_SECONDS = 20
TELEPHONY_SILENT_SECONDS = 10
WORKER_BEAT = "select extract(epoch from now() - max(last_heartbeat)) from procrastinate_workers"
TELEPHONY_BEAT = "select extract(epoch from now() - max(beat_at)) from telephony_node where stopped_at is null"


@open_to_all("Watched by machines without a sign-in; tells only which parts are well.")
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, otherwise 503; each part says how it is."""
    found = parts()
    well = all(part["well"] for part in found.values())
    return JsonResponse({"well": well, "parts": found}, status=200 if well else 503)


def parts() -> dict[str, dict[str, Any]]:
    """Every part of the house and how it is."""
    return {
        "web": {"well": True},
        "database": checked(lambda: silent_seconds("select 0") is not None),
        "worker": checked(lambda: beats(WORKER_BEAT, WORKER_SILENT_SECONDS)),
        "telephony": checked(lambda: beats(TELEPHONY_BEAT, TELEPHONY_SILENT_SECONDS)),
    }


def checked(question: Callable[[], bool]) -> dict[str, Any]:
    """One part; whatever the database refuses means it is not well."""
    try:
        return {"well": question()}
    except Error:
        return {"well": False}


def beats(sql: str, silent_seconds_allowed: int) -> bool:
    """Was the last heartbeat recent?"""
    silent = silent_seconds(sql)
    return silent is not None and silent <= silent_seconds_allowed


def silent_seconds(sql: str) -> float | None:
    """Seconds since a heartbeat, None when there never was one."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return None if row is None or row[0] is None else float(row[0])
