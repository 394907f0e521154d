"""Issuing and revoking tokens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.access.api import rules
from wanhao.access.api.events import TokenIssued, TokenRevoked
from wanhao.access.api.models import ApiToken
from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor


@transaction.atomic
def issue_token(staff: Staff, *, name: str, by: Staff | Actor, rights: Iterable[Right] = tuple(Right)) -> str:
    """Make a token with those of the rights that the person holds; returns the only copy of it."""
    carried = rules.granted(rights, [right for right in Right if staff.may(right)])
    if not carried:
        raise NotAllowed(_("%(staff)s holds none of these rights; give a posting first.") % {"staff": staff})
    plain = rules.new_token()
    token = ApiToken.objects.create(
        staff=staff,
        name=name,
        digest=rules.fingerprint(plain),
        rights=carried,
        expires_at=timezone.now() + rules.LIFETIME,
    )
    record(TokenIssued(token.pk, staff.pk, tuple(carried)), actor=by, unit=staff.unit)
    return plain


@transaction.atomic
def revoke_token(token_id: int, *, by: Staff | Actor) -> None:
    """Make a token useless; doing it twice changes nothing."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(token.pk, token.staff_id), actor=by)
