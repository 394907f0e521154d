"""Wished visits: what becomes of them when staff agree on an appointment with the customer."""

from __future__ import annotations

from django.db import transaction

from wanhao.access.tmf import wordings
from wanhao.access.tmf.models import Wish


@transaction.atomic
def agreed(ticket_id: int, appointment_id: int) -> None:
    """An appointment was booked or moved for this ticket: it is what was wished; safe to do twice."""
    wish = Wish.objects.select_for_update().filter(ticket=ticket_id, cancelled_at=None).order_by("-pk").first()
    if wish is None or (wish.appointment_id or 0) >= appointment_id:
        return
    wish.appointment_id = appointment_id
    wish.save(update_fields=["appointment"])
    wordings.copy(f"wish:{wish.pk}", f"appointment:{appointment_id}")


def public_id_of(wish_id: int) -> str | None:
    """What a wish is called outside."""
    return Wish.objects.filter(pk=wish_id).values_list("public_id", flat=True).first()
