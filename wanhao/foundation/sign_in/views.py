"""Pages around one's own sign-in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanhao.foundation.accounts.guards import signed_in, viewer
from wanhao.foundation.sign_in import actions, queries
from wanhao.foundation.sign_in.models import SecurityPolicy


@signed_in("everybody sees and ends their own sign-ins")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My sign-ins, my password, my second factor."""
    person = viewer(request)
    codes = {row.type: row for row in Authenticator.objects.filter(user=person)}
    words = {
        "sessions": queries.open_sessions(person),
        "this": getattr(request, "sign_in", None),
        "policy": SecurityPolicy.current(),
        "totp": codes.get(Authenticator.Type.TOTP),
        "recovery_left": len(codes["recovery_codes"].wrap().get_unused_codes()) if "recovery_codes" in codes else 0,
    }
    return render(request, "sign_in/mine.html", words)


@signed_in("everybody sees and ends their own sign-ins")
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of my sign-ins."""
    actions.end_my_session(session_id, by=viewer(request))
    messages.success(request, _("That sign-in was ended."))
    return redirect("sign_in:mine")


@signed_in("the page tells that somebody is working")
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is active: the gate has written it down."""
    return HttpResponse(status=204)
