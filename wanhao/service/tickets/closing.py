"""Who may hold back the closing of a ticket: contexts above say what must have happened first.

    @veto
    def needs_the_customers_answer(ticket: Ticket) -> None:
        if …: raise NotAllowed(_("…"))

They are asked in the transaction that closes the ticket, with its row locked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wanhao.service.tickets.models import Ticket

Veto = Callable[["Ticket"], None]
_vetoes: list[Veto] = []


def veto(ask: Veto) -> Veto:
    """Ask this before any ticket is closed; it raises NotAllowed with the reason."""
    if ask not in _vetoes:
        _vetoes.append(ask)
    return ask


def ask_all(ticket: Ticket) -> None:
    """Raises the first NotAllowed of those who hold it back."""
    for ask in _vetoes:
        ask(ticket)
