"""What happens on a dialog, as typed events."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs


class EndReason(StrEnum):
    """Why a dialog is over."""

    FAR_END_HUNG_UP = "far_end_hung_up"
    WE_HUNG_UP = "we_hung_up"
    CANCELLED = "cancelled"  # by the caller, before we answered
    REFUSED = "refused"  # by us, before answering
    TRANSFERRED = "transferred"  # the far end handed the call on (REFER)
    MEDIA_LOST = "media_lost"  # our media process died
    SILENT = "silent"  # no packets from the far end
    CONNECTION_LOST = "connection_lost"  # the browser's websocket went away
    SESSION_EXPIRED = "session_expired"  # too long, or the far end no longer knows the dialog
    FAILED = "failed"  # refused by the far end, not acknowledged, or an error


@dataclass(frozen=True)
class Ringing:
    """The far end rings."""


@dataclass(frozen=True)
class Answered:
    """The dialog is connected and its media is open."""


@dataclass(frozen=True)
class Held:
    """The far end put us on hold."""


@dataclass(frozen=True)
class Resumed:
    """The far end took us off hold."""


@dataclass(frozen=True)
class Digit:
    """The far end pressed a key."""

    value: str


@dataclass(frozen=True)
class TransferRequested:
    """The far end asked us to connect the other party to `target` and left."""

    target: str

    @property
    def user(self) -> str:
        """The number or user part of the target: sip:8002@host → 8002."""
        return self.target.partition(":")[2].partition("@")[0].partition(";")[0]

    @property
    def replaces(self) -> str:
        """The Call-ID of the call that is to be taken over (RFC 3891); empty for a blind transfer.

        sip:8002@host?Replaces=abc%40phone%3Bto-tag%3D1%3Bfrom-tag%3D2 → abc@phone
        """
        headers = parse_qs(self.target.partition("?")[2].replace(";", "%3B"))
        named = next((values[0] for name, values in headers.items() if name.lower() == "replaces"), "")
        return named.partition(";")[0].strip()


@dataclass(frozen=True)
class Ended:
    """The dialog is over."""

    reason: EndReason
    code: int | None = None


Event = Ringing | Answered | Held | Resumed | Digit | TransferRequested | Ended
