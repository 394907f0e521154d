"""What holds for a chat: lengths, clocks of silence and of waiting for an answer, phrases with names in them."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_TEXT = 2000
LONGEST_COMMENT = 200
LONGEST_KEY = 64
MOST_MESSAGES = 1000  # of one chat; nobody comes near it but a machine
FILES_OF_A_CUSTOMER = 20
LEAST_KEPT_DAYS = 92  # as recordings: three months at least
SIGN_EVERY = timedelta(seconds=5)  # a sign of the agent is written so often at most
CHINESE_NAME = re.compile(r"^[\u3400-\u9fff·]{2,6}$")


class Silence(StrEnum):
    """What is done about a silent customer."""

    NOTHING = "nothing"
    ASK = "ask"
    END = "end"


def cleaned(text: str) -> str:
    """A text as it is kept: one form of each sign, no control signs but new lines, no blank ends."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def after_silence(
    silent_since: datetime | None, warned_at: datetime | None, now: datetime, *, silence: int, grace: int
) -> Silence:
    """Ask a customer who is silent for `silence` minutes; end `grace` minutes after having asked."""
    if silent_since is None or now - silent_since < timedelta(minutes=silence):
        return Silence.NOTHING
    if warned_at is None:
        return Silence.ASK
    return Silence.END if now - warned_at >= timedelta(minutes=grace) else Silence.NOTHING


def is_forgotten(
    unanswered_since: datetime | None, agent_seen_at: datetime | None, now: datetime, *, minutes: int
) -> bool:
    """Has the customer waited so many minutes for an answer, without any sign of the agent meanwhile?"""
    limit = now - timedelta(minutes=minutes)
    if unanswered_since is None or unanswered_since > limit:
        return False
    return agent_seen_at is None or agent_seen_at <= limit


def filled(phrase: str, *, customer: str, agent: str) -> str:
    """A canned phrase with its names; what else stands in braces is left as it is."""
    return phrase.replace("{customer}", customer).replace("{agent}", agent)


def spoken_to(name: str) -> str:
    """How a customer with a Chinese name is spoken to: 王小明 → 王先生/女士; empty for other names.

    It tells no more than the masked name does.
    """
    return f"{name[0]}先生/女士" if CHINESE_NAME.match(name) else ""


def minutes(many: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=many)
