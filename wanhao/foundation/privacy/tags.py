"""`{% masked kind key field text %}`: a masked value with its eye, for those who may open it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from wanhao.foundation.accounts.rights import Right

register = template.Library()


@register.inclusion_tag("privacy/masked.html", takes_context=True)
def masked(context: RequestContext, kind: str, key: str, field: str, text: str, contact: str = "") -> dict[str, Any]:
    """The masked text; an eye beside it when the viewer holds the right. `contact` is the contact being served."""
    request = context.get("request")
    viewer = getattr(request, "user", None)
    may_open = bool(text) and viewer is not None and viewer.is_authenticated and viewer.may(Right.REVEAL_PRIVATE_DATA)
    return {"kind": kind, "key": key, "field": field, "text": text, "contact": contact, "may_open": may_open}
