"""Template tags of the common look; built in, so that templates need not load them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wanhao.common.money import yuan

register = template.Library()

MEANINGS = {
    "good": "circle-check",
    "close": "alert-triangle",
    "missed": "alert-octagon",
    "info": "info-circle",
    "quiet": "circle-minus",
}


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds as 3:07; from an hour on as 2 h 5 min."""
    if seconds is None:
        return "–"
    whole = int(seconds)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02}"
    return _("%(hours)s h %(minutes)s min") % {"hours": whole // 3600, "minutes": whole % 3600 // 60}


@register.filter
def money(amount: Decimal | float | None) -> str:
    """An amount in yuan: ¥1,234.50."""
    return "–" if amount is None else yuan(Decimal(str(amount)))


@register.filter
def grouped(number: float | None) -> str:
    """A number with its thousands apart."""
    return "–" if number is None else number_format(number, use_l10n=True, force_grouping=True)


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """A moment, relative, with the full time on hover."""
    if at is None:
        return format_html('<span class="text-secondary">–</span>')
    local = timezone.localtime(at)
    full = local.strftime("%Y-%m-%d %H:%M:%S")
    return format_html(
        '<time class="moment" datetime="{}" title="{}" data-relative>{}</time>', local.isoformat(), full, full
    )


@register.simple_tag
def running(since: datetime | None) -> SafeString:
    """A clock that runs from a moment on: 3:07, 3:08 …"""
    if since is None:
        return format_html("–")
    spent = (timezone.now() - since).total_seconds()
    return format_html('<span class="figure" data-since="{}">{}</span>', since.isoformat(), duration(max(0, spent)))


@register.simple_tag
def badge(meaning: str, text: Any) -> SafeString:
    """A word with its meaning: good, close, missed, info or quiet; colour and icon together."""
    return format_html(
        '<span class="meaning meaning-{0}"><i class="ti ti-{1}" aria-hidden="true"></i>{2}</span>',
        meaning,
        MEANINGS[meaning],
        text,
    )


@register.simple_tag
def ratio(part: float | None, whole: float | None, formula: str = "") -> SafeString:
    """A percentage with one digit; numerator, denominator and formula on hover."""
    if not whole:
        return format_html('<span class="figure text-secondary" title="{}">–</span>', formula)
    return format_html(
        '<span class="figure" title="{} / {}  {}">{} %</span>', part, whole, formula, f"{100 * (part or 0) / whole:.1f}"
    )


@register.inclusion_tag("parts/empty.html")
def empty(icon: str, title: str, text: str = "", link: str = "", label: str = "") -> dict[str, str]:
    """Why there is nothing here, and what to do next."""
    return {"icon": icon, "title": title, "text": text, "link": link, "label": label}


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """A form field as the common look draws it."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return field.as_widget()
    if isinstance(widget, forms.CheckboxInput):
        return field.as_widget(attrs={"class": "form-check-input"})
    look = "form-select" if isinstance(widget, forms.Select) else "form-control"
    return field.as_widget(attrs={"class": f"{look} is-invalid" if field.errors else look})


@register.simple_tag
def key(name: str) -> SafeString:
    """A key cap, as a hint."""
    return format_html('<kbd class="key">{}</kbd>', name)


@register.simple_tag
def cell(column: Any, line: Any) -> str:
    """What a column of a list says about a line."""
    return str(column.text(line)) or "–"
