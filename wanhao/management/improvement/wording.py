"""The words of weights, trends and effects, and how lines are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.management.improvement.rules import Effect, Reason, Trend, Verdict

if TYPE_CHECKING:
    from wanhao.management.improvement.theme_queries import Line

REASONS = {
    "tickets": pgettext_lazy("weight", "tickets"),
    "serious": pgettext_lazy("weight", "serious"),
    "major": pgettext_lazy("weight", "major"),
    "repeats": pgettext_lazy("weight", "repeats"),
    "appealed": pgettext_lazy("weight", "appealed"),
    "reopened": pgettext_lazy("weight", "reopened"),
}
TRENDS = {
    Trend.RISING: ("missed", "trending-up", pgettext_lazy("trend", "Rising")),
    Trend.FALLING: ("good", "trending-down", pgettext_lazy("trend", "Falling")),
    Trend.STEADY: ("quiet", "arrow-right", pgettext_lazy("trend", "Steady")),
    Trend.APPEARED: ("close", "sparkles", pgettext_lazy("trend", "Appeared")),
    Trend.GONE: ("good", "circle-minus", pgettext_lazy("trend", "Gone")),
}
VERDICTS = {
    Verdict.BETTER: ("good", gettext_lazy("Fewer than before")),
    Verdict.WORSE: ("missed", gettext_lazy("More than before")),
    Verdict.CHANCE: ("quiet", gettext_lazy("No more than chance")),
    Verdict.EARLY: ("info", gettext_lazy("Too early to say")),
    Verdict.NOTHING: ("quiet", gettext_lazy("Nothing to compare")),
}
WIDTH, HEIGHT = 96, 24


def why(reasons: Sequence[Reason]) -> str:
    """The arithmetic of a weight: 30 tickets × 1 + 3 serious × 1 + … = 44."""
    parts = [f"{one.count} {REASONS[one.key]} × {one.times}" for one in reasons if one.count]
    return f"{' + '.join(parts)} = {sum(one.points for one in reasons)}" if parts else "0"


def trend_words(line: Line) -> str:
    """Both counts, for the pointer."""
    return _("%(now)d in this time, %(before)d in as long a time before") % {
        "now": line.now.tickets,
        "before": line.before.tickets,
    }


def points(numbers: Sequence[int]) -> str:
    """A small line: x,y pairs inside WIDTH × HEIGHT, the highest number at the top."""
    top = max([*numbers, 1])
    step = WIDTH / max(len(numbers) - 1, 1)
    return " ".join(f"{at * step:.1f},{HEIGHT - 2 - (HEIGHT - 4) * one / top:.1f}" for at, one in enumerate(numbers))


def change_words(effect: Effect) -> str:
    """−42 %, with the interval that holds the true change."""
    if effect.ratio is None or effect.low is None or effect.high is None:
        return "–"
    return f"{effect.ratio - 1:+.0%} ({effect.low - 1:+.0%} … {effect.high - 1:+.0%})"
