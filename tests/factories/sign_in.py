"""Sign-ins for tests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.factories.accounts import make_staff
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.sign_in.models import SignInSession


def sign_in_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A sign-in of the viewer's own, or of somebody in a foreign unit."""
    owner = viewer if viewer.unit_id == unit.pk else make_staff(unit=unit)
    at = timezone.now()
    return {"session_id": SignInSession.objects.create(staff=owner, key="elsewhere", started_at=at, seen_at=at).pk}
