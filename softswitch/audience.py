"""Who hears whom when more than two are in a call."""

from collections.abc import Sequence
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a conversation."""

    CUSTOMER = "customer"
    AGENT = "agent"
    JOINED = "joined"  # a colleague or supervisor who talks with everybody
    WHISPERS = "whispers"  # hears everybody, is heard by the agent alone
    LISTENS = "listens"  # hears everybody, is heard by nobody


SILENT = frozenset({Role.LISTENS, Role.WHISPERS})


def hears(listener: Role, speaker: Role) -> bool:
    """Does the one hear the other?"""
    match speaker:
        case Role.LISTENS:
            return False
        case Role.WHISPERS:
            return listener is Role.AGENT
        case _:
            return True


def gains(roles: Sequence[Role]) -> list[list[float]]:
    """A row for each, what they hear of each; nobody hears themselves."""
    people = list(enumerate(roles))
    return [[float(i != j and hears(listener, speaker)) for j, speaker in people] for i, listener in people]
