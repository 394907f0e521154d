"""The language of the pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wanhao.foundation.accounts import actions
from wanhao.foundation.accounts.guards import open_to_all


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
