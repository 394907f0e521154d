"""Which step an entry may take next, and when a topic is frequent."""

from __future__ import annotations

STEPS = {
    "proposed": frozenset({"open", "closed"}),
    "open": frozenset({"in_work", "answered", "closed"}),
    "in_work": frozenset({"answered", "closed"}),
    "answered": frozenset({"in_work", "closed"}),
    "closed": frozenset({"in_work"}),
}


def may_become(status: str, wanted: str) -> bool:
    """May an entry of this status take that one?"""
    return wanted in STEPS[status]


def is_frequent(asked: int, proposed_from: int) -> bool:
    """Was it asked often enough to be looked into? From 5 on: the fifth request makes the proposal."""
    return asked >= proposed_from


def home_path(path: str, kinds: dict[str, str]) -> str:
    """The path of the centre or hall a unit belongs to, itself when it belongs to none.

    `kinds` are the kinds of the units on the way, by path: operator/ region/ centre/ team/ → the centre's path.
    """
    steps = path.strip("/").split("/")
    for length in range(len(steps), 0, -1):
        above = "/".join(steps[:length]) + "/"
        if kinds.get(above) in ("centre", "hall"):
            return above
    return path
