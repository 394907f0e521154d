"""What may become of an appeal, and which of its clocks then run. Plain Python."""

from __future__ import annotations

TEXT_LIMIT = 8000

NEXT = {
    "received": {"accepted", "refused", "withdrawn"},
    "accepted": {"answered", "withdrawn"},
    "answered": {"closed", "withdrawn"},
    "closed": set(),
    "refused": set(),
    "withdrawn": set(),
}


def may_become(state: str, wanted: str) -> bool:
    """May an appeal of this state get the wanted one?"""
    return wanted in NEXT[state]


def clean_part(name: str) -> str:
    """A name that is safe inside an archive: `录音/一.wav` → `录音_一.wav`."""
    kept = "".join("_" if sign in '/\\:*?"<>|' or not sign.isprintable() else sign for sign in name)
    return kept.strip(". ")[:120] or "_"
