"""The number of a winner may be opened, with a reason, by who runs polls."""

from __future__ import annotations

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.privacy.kinds import PrivateKind, register_private
from wanhao.service.votes import queries


def register() -> None:
    """Once, at start."""
    fields = {"number": lambda ballot: ballot.caller_number}
    register_private(PrivateKind("ballot", queries.winner, fields, right=Right.RUN_POLLS))
