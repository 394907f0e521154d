"""Alerts in words, for people who read them on a wall or in a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from wanhao.foundation.accounts.models import by_language
from wanhao.management.alerts.figures import FIGURES, Unit

if TYPE_CHECKING:
    from wanhao.management.alerts.models import Alert, AlertRule


def spelt(figure: str, value: float | None) -> str:
    """A value with its unit: 12, 3:07, 78.5 %."""
    if value is None:
        return "–"
    unit = FIGURES[figure].unit if figure in FIGURES else Unit.COUNT
    if unit is Unit.SECONDS:
        whole = int(value)
        hours, rest = divmod(whole, 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    if unit is Unit.PERCENT:
        return f"{value:.1f}\u00a0%"
    return f"{value:g}" if unit is Unit.COUNT else f"{value:.1f}\u00a0σ"


def figure_name(code: str) -> str:
    """The figure's name; its code when nobody offers it any more."""
    return str(FIGURES[code].name) if code in FIGURES else code


def subject_name(alert: Alert) -> str:
    """What the alert is about: a queue, a process, or the unit as a whole."""
    if alert.queue is not None:
        return str(alert.queue.name)
    return alert.subject.partition(":")[2] if alert.subject.startswith("process:") else str(alert.unit.name)


def state_of(alert: Alert) -> str:
    """The figure and where it stands, as `12 (limit 10)`; arrivals as `usual 40–55, now 120`."""
    if "low" in alert.detail:
        return _("usual %(low)s–%(high)s, now %(count)g") % alert.detail
    return _("%(value)s (limit %(limit)s)") % {
        "value": spelt(alert.figure, alert.value),
        "limit": spelt(alert.figure, alert.threshold),
    }


def headline(alert: Alert) -> str:
    """One line: which rule, of what, how it stands."""
    return f"{alert.rule.name} · {subject_name(alert)}: {state_of(alert)}"


def in_both(alert: Alert, prefix_zh: str = "", prefix_en: str = "") -> tuple[str, str]:
    """The headline in Chinese and in English, for notices."""
    texts = []
    for language, prefix in (("zh-hans", prefix_zh), ("en", prefix_en)):
        with translation.override(language):
            texts.append((prefix + headline(alert))[:300])
    return texts[0], texts[1]


def condition(rule: AlertRule | Alert) -> str:
    """What a rule waits for, as `service level over 15 min below 80.0 %`."""
    figure = FIGURES.get(rule.figure)
    name = figure_name(rule.figure)
    if figure and figure.has_window:
        name = _("%(figure)s over %(minutes)d min") % {"figure": name, "minutes": rule.window_minutes}
    side = by_language("高于", "above") if rule.comparison == "above" else by_language("低于", "below")
    return f"{name} {side} {spelt(rule.figure, rule.threshold)}"
