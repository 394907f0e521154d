"""Signs and words of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.look import badge, duration
from wanhao.service.tickets import promises

if TYPE_CHECKING:
    from wanhao.service.clocks.telling import Standing
    from wanhao.service.tickets.models import Ticket

register = template.Library()

STATE_ICONS = {
    "offline": "power",
    "ready": "circle-check",
    "offered": "bell-ringing",
    "busy": "phone-call",
    "chat": "messages",
    "wrap_up": "pencil",
    "break": "coffee",
    "training": "school",
    "meeting": "users",
    "not_answering": "bell-off",
}
CHANNEL_ICONS = {
    "call": "phone-incoming",
    "outbound": "phone-outgoing",
    "callback": "phone-call",
    "chat": "message",
    "hall": "building-store",
    "web": "world",
}
SERVICE_ICONS = {"mobile": "device-mobile", "fixed": "phone", "broadband": "router", "iptv": "device-tv"}
MENU_KEYS = "123456789abcdefghij"


@register.filter
def state_icon(state: str) -> str:
    """The icon of an agent's state."""
    return STATE_ICONS.get(state, "circle")


@register.filter
def channel_icon(channel: str) -> str:
    """The icon of a channel."""
    return CHANNEL_ICONS.get(channel, "circle")


@register.filter
def service_icon(service: str) -> str:
    """The icon of a service."""
    return SERVICE_ICONS.get(service, "circle")


@register.filter
def menu_key(place: int) -> str:
    """The key of the nth line of a menu, from 0."""
    return MENU_KEYS[place] if place < len(MENU_KEYS) else ""


@register.simple_tag
def due(ticket: Ticket, standing: Standing | None = None) -> SafeString:
    """How a ticket stands against its due moment, in colour and words; nothing once it is resolved."""
    standing = standing or promises.standings([ticket], timezone.now()).get(ticket.pk)
    if standing is None:
        return format_html("")
    if standing.is_paused:
        return badge(standing.meaning, standing.word)
    at = timezone.localtime(ticket.due_at).strftime("%Y-%m-%d %H:%M") if ticket.due_at else ""
    left = standing.left_seconds
    text = _("overdue %(time)s") if left < 0 else _("%(time)s left")
    shown = badge(standing.meaning, text % {"time": duration(abs(left))})
    return format_html('<span class="figure" title="{}">{}</span>', at, shown)
