"""What pages ask of live calls: rows, taken once by the process that has the call, and answered."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from wanhao.service.calls.models import CallCommand


def take(contact_id: int) -> list[CallCommand]:
    """The commands of a call nobody has taken yet, in order; now they are taken."""
    rows = CallCommand.objects.filter(contact_id=contact_id, taken_at=None).select_related("asked_by").order_by("pk")
    return [row for row in rows if _is_mine(row)]


def _is_mine(row: CallCommand) -> bool:
    return bool(CallCommand.objects.filter(pk=row.pk, taken_at=None).update(taken_at=timezone.now()))


def answer(command_id: int, contact_id: int, problem: str) -> None:
    """It was done, or why not, in the words of the one who asked; their page is woken."""
    CallCommand.objects.filter(pk=command_id).update(done_at=timezone.now(), problem=problem[:200])
    notify(f"contact:{contact_id}")


def notify(topic: str) -> None:
    """A word to whoever watches this topic."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('live', %s)", [topic])
