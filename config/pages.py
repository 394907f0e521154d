"""What every page shares: the first page, error pages, and what the base template needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.navigation import doors_for, entries_for, is_served
from wanhao.access.api import errors
from wanhao.foundation.accounts.guards import open_to_all

BELL = "/notices/bell/"
ERROR_CODES = {403: "forbidden", 404: "not_found", 405: "method_not_allowed"}


def furniture(request: HttpRequest) -> dict[str, Any]:
    """The top bar of a signed-in person, for templates."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated or getattr(request, "is_on_the_doorstep", False):
        return {"navigation": [], "bell_url": "", "here": request.path}
    here = max((e.path for e in entries_for(person) if request.path.startswith(e.path)), key=len, default="")
    return {"navigation": doors_for(person), "bell_url": BELL if is_served(BELL) else "", "here": here}


@open_to_all("leads everybody to the first page they may see")
def home(request: HttpRequest) -> HttpResponse:
    """The first page a person may see; the sign-in page for strangers."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    doors = entries_for(request.user)
    if doors:
        return redirect(doors[0].path)
    return render(request, "nothing_yet.html")


def sentence(request: HttpRequest, status: int, title: str, text: str, template: str = "error.html") -> HttpResponse:
    """A page that says what happened and what to do; for htmx only the words, for machines JSON."""
    if request.path.startswith("/tmf-api/"):
        code = str(status)
        return JsonResponse({"code": code, "reason": title, "message": text, "status": code}, status=status)
    if request.path.startswith("/api/"):
        return JsonResponse(errors.body(ERROR_CODES.get(status, "refused"), title), status=status)
    if getattr(request, "htmx", False):
        template = "error_words.html"
    response = render(request, template, {"status": status, "title": title, "text": text}, status=status)
    response["X-Refused"] = quote(text)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return sentence(request, 400, _("This request could not be read"), _("Go back, check what you sent, try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    text = _("Your roles do not include this page. If your work needs it, ask your leader for the role.")
    return sentence(request, 403, _("Not for your roles"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    text = _("There is no such page, or it lies outside your units. Check the address or start from the top bar.")
    return sentence(request, 404, _("Nothing here"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not ours, or too old."""
    text = _(
        "This form is too old or came from elsewhere. Nothing was saved: open the page again and send it once more."
    )
    return sentence(request, 403, _("The form was not accepted"), text)


def failed(request: HttpRequest) -> HttpResponse:
    """500: rendered without touching the database."""
    return HttpResponse(render_to_string("500.html"), status=500)
