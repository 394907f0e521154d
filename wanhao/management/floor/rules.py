"""When a sign-out that was asked for happens: never under a customer who is being served."""

from __future__ import annotations

from enum import StrEnum

SERVING = frozenset({"busy", "offered"})
AFTERWARDS = "wrap_up"
GONE = "offline"


class Next(StrEnum):
    """What becomes of an open sign-out when the agent's state changes."""

    WAIT = "wait"
    SEND_HOME = "send_home"
    SIGN_OUT = "sign_out"


def sign_out_step(state: str, wanted_state: str) -> Next:
    """Serving: wait. Offline: sign out. Writing up with offline to follow: wait. Anything else: send home first."""
    if state == GONE:
        return Next.SIGN_OUT
    if state in SERVING or (state == AFTERWARDS and wanted_state == GONE):
        return Next.WAIT
    return Next.SEND_HOME
