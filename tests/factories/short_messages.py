"""A gateway for short messages that fails."""

from __future__ import annotations


class DeadGateway:
    """It cannot be reached."""

    def send(self, number: str, text: str) -> None:
        raise OSError("no route")
