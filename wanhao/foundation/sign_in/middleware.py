"""The gate before every view: sign-in, second factor, password to change, and the right the view declares."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.limits.rates import seconds_to_wait, sentence
from wanhao.foundation.sign_in import password_rules, sessions
from wanhao.foundation.sign_in.models import SecurityPolicy

log = logging.getLogger(__name__)

OPEN_ELSEWHERE = {"account_login", "account_logout", "account_inactive", "mfa_authenticate"}
OWN_DOORS = ("ninja.",)
DOORSTEP = {
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "sign_in:still_here",
}


def name_of(request: HttpRequest) -> str:
    """The name of the page that was asked for."""
    return request.resolver_match.view_name if request.resolver_match else ""


def unfinished_step(person: Staff) -> str | None:
    """What must be done before anything else: the page's name."""
    if person.must_change_password or password_rules.has_expired(person, SecurityPolicy.current()):
        return "account_change_password"
    if person.needs_second_factor and not is_mfa_enabled(person):
        return "mfa_activate_totp"
    return None


def elsewhere(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirect; htmx is told to move the whole page."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


def may_pass(person: Staff, view: Callable[..., Any], request: HttpRequest) -> bool:
    """Does this person hold what the view declares?"""
    rights = getattr(view, "needs_rights", None)
    if rights is not None:
        return person.may_any(rights)
    if getattr(view, "open_to_staff", None) or view.__module__.startswith("allauth."):
        return True
    if request.resolver_match and request.resolver_match.app_names[:1] == ["admin"]:
        return person.is_staff
    log.error("%s.%s declares no right: shut", view.__module__, getattr(view, "__name__", view))
    return False


class Gate(MiddlewareMixin):
    """Shuts every page that does not say who may open it."""

    def process_request(self, request: HttpRequest) -> None:
        """Shut what is over; speak the person's own language."""
        if not request.user.is_authenticated:
            return
        translation.activate(request.user.language)
        row = sessions.current_session(request, request.user)
        farewell = sessions.close_if_over(request, row)
        if farewell:
            messages.warning(request, farewell)
        else:
            request.sign_in = row  # type: ignore[attr-defined]

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let through, lead to the doorstep, or refuse."""
        name = name_of(request)
        if getattr(view, "open_to_all", None) or name in OPEN_ELSEWHERE or view.__module__.startswith(OWN_DOORS):
            return None
        person = request.user
        if not person.is_authenticated:
            return elsewhere(request, redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL)))
        if not getattr(view, "is_background", False):
            sessions.mark_seen(request.sign_in)  # type: ignore[attr-defined]
        step = unfinished_step(person)
        if step:
            request.is_on_the_doorstep = True  # type: ignore[attr-defined]
            return None if name in DOORSTEP else elsewhere(request, redirect(step))
        if not may_pass(person, view, request):
            raise PermissionDenied
        return too_often(request, view, person)


def too_often(request: HttpRequest, view: Callable[..., Any], person: Staff) -> HttpResponse | None:
    """Count against the rate the view declares; a page when it is used up."""
    rate = getattr(view, "rate", None)
    if rate is None:
        return None
    wait = seconds_to_wait(rate, str(person.pk))
    if not wait:
        return None
    text = sentence(wait)
    template = "error_words.html" if getattr(request, "htmx", False) else "error.html"
    words = {"status": 429, "title": _("Too often"), "text": text}
    response = render(request, template, words, status=429)
    response["Retry-After"], response["X-Refused"] = str(wait), quote(text)
    return response
