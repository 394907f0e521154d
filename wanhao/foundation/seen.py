"""What a form showed before somebody typed: after a conflict they send on top of what others changed, not over it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import QueryDict

Shown = dict[str, list[str]]


def shown(form: forms.Form) -> Shown:
    """The values of the fields as the page has them."""
    found: Shown = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            found[bound.name] = ["on"] if value else []
            continue
        value = bound.field.widget.format_value(value)
        values = value if isinstance(value, list | tuple) else [value]
        found[bound.name] = [str(one) for one in values if one not in (None, "")]
    return found


def as_text(form: forms.Form) -> str:
    """What goes along with a form and comes back with it."""
    return json.dumps(shown(form))


def taken_up(kind: Callable[..., forms.Form], typed: QueryDict, fresh: dict[str, Any]) -> forms.Form:
    """The form once more: what this person changed as they typed it, all else as it is by now."""
    before = read(typed.get("seen", ""))
    now_shown, was_typed = shown(kind(initial=fresh)), shown(kind(typed))
    data = typed.copy()
    for name, values in now_shown.items():
        if name in before and was_typed[name] == before[name]:
            data.setlist(name, values)
    return kind(data)


def read(text: str) -> Shown:
    """What came back with a form; nothing when it cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
