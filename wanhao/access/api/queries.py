"""Whose token is this?"""

from __future__ import annotations

from django.utils import timezone

from wanhao.access.api import rules
from wanhao.access.api.models import ApiToken


def living_token(plain: str) -> ApiToken | None:
    """The token, unless unknown, expired, revoked, or its owner may no longer sign in."""
    return (
        ApiToken.objects.select_related("staff", "staff__unit")
        .filter(
            digest=rules.fingerprint(plain),
            revoked_at=None,
            expires_at__gt=timezone.now(),
            staff__is_active=True,
        )
        .first()
    )
