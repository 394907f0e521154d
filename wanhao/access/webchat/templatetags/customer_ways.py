"""The other ways to us that customers' pages show below."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from wanhao.service.callbacks.queries import online_policies
from wanhao.service.chat.queries import entrances

register = template.Library()


@dataclass(frozen=True)
class Way:
    """A page where customers reach us."""

    kind: str
    icon: str
    label: str
    address: str


@register.simple_tag
def ways_but(kind: str) -> list[Way]:
    """Every way that is open now, without the one of this page."""
    found = []
    if entrances():
        found.append(Way("chat", "message-circle", _("Chat with us"), reverse("webchat:index")))
    if online_policies():
        found.append(Way("callback", "phone-call", _("Be called back"), reverse("callback:ask")))
    found.append(Way("ticket", "clipboard-check", _("See how my ticket stands"), reverse("selfservice:ask")))
    return [way for way in found if way.kind != kind]
