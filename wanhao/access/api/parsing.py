"""Reading what is sent: a character that the database cannot keep is refused before anything is done."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.parser import Parser


class PlainParser(Parser):
    """JSON and forms without NUL and without halves of surrogate pairs."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON."""
        return checked(json.loads(request.body))

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        """The address or a form."""
        return checked(super().parse_querydict(data, list_fields, request))


def checked(value: Any) -> Any:
    """The value itself; refuses it when a text within it cannot be kept."""
    for text in _texts(value):
        if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            raise HttpError(400, _("Some of the text holds a character that cannot be kept."))
    return value


def _texts(value: Any) -> list[str]:
    """Every text within, however deep."""
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
    return found
