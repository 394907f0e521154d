"""Refusals become pages: the sentence of the error, with its status; for htmx a toast."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from config.pages import sentence
from wanhao.common.errors import Invalid, Refused


def words_of(refused: Refused) -> str:
    """The message, or for wrong input one sentence per field."""
    if isinstance(refused, Invalid):
        return " ".join(str(text) for text in refused.fields.values())
    return str(refused.message)


def titles() -> dict[int, str]:
    """A heading for each status."""
    return {
        403: _("Not for your roles"),
        404: _("Nothing here"),
        409: _("Not possible now"),
        422: _("Please correct this"),
        429: _("Too often"),
    }


class RefusalPages(MiddlewareMixin):
    """Catches `Refused` from any view."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page or a toast instead of an error."""
        if not isinstance(exception, Refused):
            return None
        title = titles().get(exception.status, _("Not done"))
        return sentence(request, exception.status, title, words_of(exception))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """An address asked in a way it does not take: Django's own answer is an empty page."""
        if response.status_code != 405 or request.path.startswith("/tmf-api/"):
            return response
        text = _("This address only takes what its form or its operation sends. Nothing was changed: start again.")
        answer = sentence(request, 405, _("Not in this way"), text)
        answer["Allow"] = response["Allow"]
        return answer
