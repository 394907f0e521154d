"""What a user agent in the SIP thread tells its dialog in asyncio."""

from collections.abc import Mapping
from dataclasses import dataclass

from softswitch.sdp import Description


@dataclass(frozen=True)
class Invite:
    """An INVITE we may serve: everything the dialog needs of it."""

    call_id: str
    caller: str
    caller_name: str
    called: str
    user: str | None  # the authenticated staff phone, None for the trunk
    connection: str | None  # the websocket it came over
    headers: Mapping[str, str]
    offer: Description | None  # None: we offer in our answer, and theirs comes with the ACK


@dataclass(frozen=True)
class Alerting:
    """The far end rings."""


@dataclass(frozen=True)
class Accepted:
    """The far end answered an INVITE or re-INVITE of ours."""

    body: str | None


@dataclass(frozen=True)
class Rejected:
    """The far end refused our INVITE."""

    code: int
    reason: str


@dataclass(frozen=True)
class Update:
    """The far end changes the session (re-INVITE)."""

    body: str


@dataclass(frozen=True)
class UpdateRejected:
    """The far end refused our re-INVITE; the dialog stands as before."""

    code: int
    reason: str


@dataclass(frozen=True)
class Info:
    """An INFO request, its body."""

    body: str


@dataclass(frozen=True)
class Gone:
    """The far end ended the dialog; with REFER it named whom to connect instead."""

    refer_to: str | None


@dataclass(frozen=True)
class Unacknowledged:
    """Our answer was never acknowledged."""


@dataclass(frozen=True)
class Probed:
    """The far end's status code for our probe; 408 when nothing came."""

    code: int


Signal = Alerting | Accepted | Rejected | Update | UpdateRejected | Info | Gone | Unacknowledged | Probed
