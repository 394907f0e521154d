"""What an action refused, said where it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.errors import Invalid, Refused

if TYPE_CHECKING:
    from django import forms


def add_refusal(form: forms.Form, refused: Refused) -> None:
    """Say it at its field, or above the form."""
    if isinstance(refused, Invalid):
        for name, text in refused.fields.items():
            form.add_error(name if name in form.fields else None, str(text))
    else:
        form.add_error(None, str(refused.message))
