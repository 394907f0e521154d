"""Pages around one's own sign-in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanhao.foundation.accounts import actions, queries
from wanhao.foundation.accounts.guards import open_to_all, signed_in, viewer
from wanhao.foundation.accounts.sign_ins import SecurityPolicy


@open_to_all("the language is chosen before sign-in too")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages, for good when signed in."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = redirect(back)
    if wanted not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        actions.choose_language(request.user, wanted)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=31_536_000, samesite="Lax", secure=request.is_secure()
    )
    return response


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
    return render(request, "accounts/mine.html", words)


@signed_in("everybody sees and ends their own sign-ins")
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of my sign-ins."""
    actions.end_my_session(session_id, by=viewer(request))
    messages.success(request, _("That sign-in was ended."))
    return redirect("accounts:mine")


@signed_in("the page tells that somebody is working")
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is active: the gate has written it down."""
    return HttpResponse(status=204)
