"""Every operation says which right it needs; the token must carry it and its owner must hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from wanhao.access.api import queries
from wanhao.common.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wanhao.foundation.accounts.rights import Right


class LivingToken(HttpBearer):
    """Any living token, whatever its rights."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The member of staff the token belongs to; 401 for no living token."""
        found = queries.living_token(token)
        return found.staff if found else None


class TokenWith(HttpBearer):
    """Bearer token that carries a right."""

    def __init__(self, right: Right) -> None:
        super().__init__()
        self.right = right

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The member of staff the token belongs to; 401 for no living token, 403 for a missing right."""
        if "\x00" in request.path:
            raise NotFound(_("Nothing has an address with this character."))
        found = queries.living_token(token)
        if found is None:
            return None
        if self.right not in found.rights or not found.staff.may(self.right):
            raise Forbidden(_("This token lacks the right %(right)s.") % {"right": self.right.value})
        request.user = found.staff
        request.token_id = found.pk  # type: ignore[attr-defined]
        return found.staff


def token_of(request: HttpRequest) -> int:
    """The token with which the interface was asked."""
    return int(request.token_id)  # type: ignore[attr-defined]
