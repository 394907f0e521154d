"""The eye: opens one masked value in place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.privacy import actions

REASONS = (
    _("Identity check with the customer"),
    _("The customer asked about it"),
    _("Calling the customer back"),
    _("Field visit or delivery"),
)


@needs(Right.REVEAL_PRIVATE_DATA)
@require_POST
def opened(request: HttpRequest, kind: str, key: str, field: str) -> HttpResponse:
    """The value in the clear, or first the question why."""
    contact, masked_text = request.POST.get("contact", ""), request.POST.get("masked", "")
    reason = request.POST.get("reason") or request.POST.get("usual", "")
    words = {"kind": kind, "key": key, "field": field, "contact": contact, "masked_text": masked_text}
    try:
        value = actions.reveal(kind, key, field, by=viewer(request), reason=reason, contact=contact)
    except actions.ReasonNeeded:
        return render(request, "privacy/why.html", words | {"reasons": REASONS})
    response = render(request, "privacy/clear.html", words | {"value": value})
    response["Cache-Control"] = "no-store"
    return response
