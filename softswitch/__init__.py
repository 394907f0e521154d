"""SIP and RTP as a small asyncio library: a call is a coroutine, media runs in a process of its own.

Start with Switch (it lets calls in and rings users), Dialog (one far end) and Conversation (two of them).
"""

from softswitch.audience import Role
from softswitch.certificates import self_signed
from softswitch.conversation import Conversation, ConversationEnd, Side
from softswitch.dialog import Dialog
from softswitch.errors import (
    CallEnded,
    DialFailed,
    MediaLost,
    MixerLost,
    NotRegistered,
    PortTaken,
    SwitchError,
    UpdateRefused,
)
from softswitch.events import (
    Answered,
    Digit,
    Ended,
    EndReason,
    Event,
    Held,
    Resumed,
    Ringing,
    TransferRequested,
)
from softswitch.g711 import encode_prompt, read_wav
from softswitch.mixer import Conference, ConferenceFull, Mixer
from softswitch.recording import Capture, RecordingFacts, render_recording
from softswitch.sdp import Codec
from softswitch.switch import Switch, SwitchConfig, SwitchStats

__all__ = [
    "Answered",
    "CallEnded",
    "Capture",
    "Codec",
    "Conference",
    "ConferenceFull",
    "Conversation",
    "ConversationEnd",
    "DialFailed",
    "Dialog",
    "Digit",
    "EndReason",
    "Ended",
    "Event",
    "Held",
    "MediaLost",
    "Mixer",
    "MixerLost",
    "NotRegistered",
    "PortTaken",
    "RecordingFacts",
    "Resumed",
    "Ringing",
    "Role",
    "Side",
    "Switch",
    "SwitchConfig",
    "SwitchError",
    "SwitchStats",
    "TransferRequested",
    "UpdateRefused",
    "encode_prompt",
    "read_wav",
    "render_recording",
    "self_signed",
]
