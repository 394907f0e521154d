"""What can go wrong on a line, said so that the caller of this library can act on it."""


class SwitchError(Exception):
    """Anything this library refuses or fails to do."""


class PortTaken(SwitchError):
    """A port the switch needs is used by another program."""


class MediaLost(SwitchError):
    """The media process is down or was restarted since this leg was opened."""


class MixerLost(SwitchError):
    """The mixer process is down, so that no more than two can talk together."""


class CallEnded(SwitchError):
    """The dialog is over; `dialog.end_reason` says why."""


class UpdateRefused(SwitchError):
    """The far end did not accept a change of the call (hold, resume)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


class DialFailed(SwitchError):
    """The party dialled did not answer; `code` is the SIP status (486 busy, 408 no answer …)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


class NotRegistered(DialFailed):
    """The user dialled has no phone registered."""

    def __init__(self, user: str) -> None:
        super().__init__(480, f"{user} is not registered")


class BadDescription(SwitchError):
    """An SDP body that offers nothing we can speak."""
