"""All errors of the interface in one JSON form: {"error": {"code", "message", "fields"}}."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wanhao.common.errors import Invalid, Refused

log = logging.getLogger(__name__)


def body(code: str, message: object, fields: dict[str, str] | None = None) -> dict[str, Any]:
    """The one form of an error."""
    return {"error": {"code": code, "message": str(message), "fields": fields or {}}}


def words(error: HttpError) -> object:
    """What was wrong with a body is our own sentence, where ninja only says that it could not be read."""
    if isinstance(error.__cause__, HttpError):
        return error.__cause__
    return error if error.__cause__ is None else _("What was sent cannot be read.")


def install(api: NinjaAPI) -> None:
    """Teach an API to answer errors in this form."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        fields = {name: str(text) for name, text in error.fields.items()} if isinstance(error, Invalid) else None
        return api.create_response(request, body(error.code, error.message, fields), status=error.status)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        message = _("Give a valid token in the header Authorization: Bearer …")
        return api.create_response(request, body("not_signed_in", message), status=401)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(str(part) for part in item["loc"][1:]): str(item["msg"]) for item in error.errors}
        message = _("Some of the input cannot be taken.")
        return api.create_response(request, body("invalid", message, fields), status=422)

    @api.exception_handler(HttpError)
    def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
        return api.create_response(request, body("refused", words(error)), status=error.status_code)

    @api.exception_handler(RequestDataTooBig)
    def too_long(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return api.create_response(request, body("too_long", _("What was sent is too long.")), status=413)

    def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
        return api.create_response(request, body("refused", _("What was sent cannot be read.")), status=400)

    api.exception_handler(MultiPartParserError)(unreadable)
    api.exception_handler(SuspiciousOperation)(unreadable)

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("interface operation failed", exc_info=error)
        message = _("Something went wrong on our side; nothing was changed. Try again or tell the system manager.")
        return api.create_response(request, body("failed", message), status=500)
