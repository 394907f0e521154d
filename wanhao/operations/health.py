"""/healthz: is the database there, is a worker at work, does a telephony process beat?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import Error, connection
from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from wanhao.foundation.accounts.guards import open_to_all
from wanhao.service.calls import queries as calls

WORKER_SILENT_SECONDS = 20
TELEPHONY_SILENT_SECONDS = 10


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
        "database": checked(database_answers),
        "worker": checked(lambda: is_recent(seconds_since_worker_beat(), WORKER_SILENT_SECONDS)),
        "telephony": checked(lambda: is_recent(calls.seconds_since_beat(), TELEPHONY_SILENT_SECONDS)),
    }


def checked(question: Callable[[], bool]) -> dict[str, Any]:
    """One part; whatever the database refuses means it is not well."""
    try:
        return {"well": question()}
    except Error:
        return {"well": False}


def is_recent(silent_seconds: float | None, allowed_seconds: float) -> bool:
    """Was the last heartbeat recent?"""
    return silent_seconds is not None and silent_seconds <= allowed_seconds


def database_answers() -> bool:
    """One question to the database."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return cursor.fetchone() is not None


def seconds_since_worker_beat() -> float | None:
    """Procrastinate keeps a heartbeat for every worker."""
    last = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    return None if last is None else (timezone.now() - last).total_seconds()
