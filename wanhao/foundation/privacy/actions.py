"""Opening a masked value: asks why, keeps the look as an event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, Refused
from wanhao.foundation.audit.actions import actor_key, record
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.privacy.events import PrivateDataSeen
from wanhao.foundation.privacy.kinds import PrivateKind, contact_id_of, private_kind

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

GRANT = timedelta(minutes=10)
REASON_LIMIT = 200


class ReasonNeeded(Refused):
    """Say why this must be seen."""

    status = 428
    code = "reason_needed"


def reason_given_lately(viewer: Staff, subject: str, customer_id: int | None, contact_id: int | None) -> str:
    """The reason this person gave for the same customer (or thing) and contact within ten minutes; empty if none."""
    about = {"customer_id": customer_id} if customer_id else {"subject": subject}
    seen = StoredEvent.objects.filter(
        name=PrivateDataSeen.event_name(),
        actor=actor_key(viewer),
        contact_id=contact_id,
        at__gte=timezone.now() - GRANT,
        **about,
    )
    last = seen.order_by("-id").values_list("data__reason", flat=True).first()
    return str(last or "")


def may_open(private: PrivateKind, row: Any, by: Staff) -> bool:
    """Does this person hold the right for this row?"""
    if private.is_open_to is not None:
        return by.may(private.right) and private.is_open_to(row, by)
    return by.may(private.right, row.unit)


@transaction.atomic
def reveal(kind: str, key: str, field: str, *, by: Staff, reason: str = "", contact: str = "") -> str:
    """The value in the clear; raises ReasonNeeded when no reason was given now or within ten minutes."""
    private = private_kind(kind, field)
    row = private.find(key, by)
    if not may_open(private, row, by):
        raise Forbidden(_("Your roles do not let you see this in the clear."))
    contact_id, customer_id = contact_id_of(contact, by), private.customer_of(row)
    reason = " ".join(reason.split())
    if len(reason) > REASON_LIMIT:
        raise Invalid(reason=_("Give the reason in at most 200 characters."))
    reason = reason or reason_given_lately(by, f"{kind}:{row.pk}", customer_id, contact_id)
    if not reason:
        raise ReasonNeeded(_("Say why you need to see it: the reason is kept with your name."))
    seen = PrivateDataSeen(kind, row.pk, field, reason, customer_id=customer_id, contact_id=contact_id)
    record(seen, actor=by, unit=row.unit)
    return private.fields[field](row)
