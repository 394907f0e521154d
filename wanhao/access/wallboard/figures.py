"""The figures a board may show, in words. How each is drawn is in board.js; what each is made of, in queries.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Shown:
    """A figure of a board: its column head, what it means, and whether it can have limits of its own."""

    code: str
    name: StrOrPromise
    hint: StrOrPromise = ""
    unit: StrOrPromise = ""
    has_limits: bool = True
    lower_is_worse: bool = False


EXPECTED = _("Of somebody who would call now: half are answered within the first figure, nine of ten within the second")
CALLBACKS = _("Red: the promised moment of at least one has passed; amber: due within 15 minutes")
SECONDS, PERCENT = _("seconds"), "%"

FIGURES = {
    figure.code: figure
    for figure in (
        Shown("waiting", _("Waiting")),
        Shown("longest_wait", _("Longest wait"), unit=SECONDS),
        Shown(
            "expected_wait",
            _("Expected wait"),
            EXPECTED,
            has_limits=False,
        ),
        Shown("service_level", _("Service level"), _("In the limit ÷ finished"), PERCENT, lower_is_worse=True),
        Shown("connection", _("Connection rate"), _("Answered ÷ finished"), PERCENT, lower_is_worse=True),
        Shown("offered", _("Offered"), has_limits=False),
        Shown("answered", _("Answered"), has_limits=False),
        Shown("abandoned", _("Abandoned")),
        Shown("abandoned_share", _("Abandoned share"), _("Abandoned ÷ finished"), PERCENT),
        Shown("callbacks", _("Callbacks open / overdue"), CALLBACKS, has_limits=False),
        Shown("agents_ready", _("Agents ready"), lower_is_worse=True),
        Shown("agents", _("Ready / busy / away"), has_limits=False),
    )
}
DEFAULT = (
    "waiting",
    "longest_wait",
    "expected_wait",
    "service_level",
    "connection",
    "abandoned",
    "callbacks",
    "agents",
)
WITH_LIMITS = tuple(figure for figure in FIGURES.values() if figure.has_limits)
