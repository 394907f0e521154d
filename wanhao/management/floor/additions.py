"""Parts that contexts above put on the floor's page: it shows them without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

Gather = Callable[["Staff"], dict[str, Any]]
_parts: dict[str, Gather] = {}


def add_part(template: str, gather: Gather) -> None:
    """Show this template above the floor's table, with what is gathered for the viewer."""
    _parts[template] = gather


def added_parts(viewer: Staff) -> dict[str, Any]:
    """The templates, and everything they need."""
    page: dict[str, Any] = {"added_parts": list(_parts)}
    for gather in _parts.values():
        page |= gather(viewer)
    return page
