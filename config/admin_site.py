"""The admin, where reference data is edited: in our colours, behind our own sign-in, changes kept with their author."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pghistory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.sites import UnfoldAdminSite


class ReferenceData(UnfoldAdminSite):
    """Signing in and changing passwords happen on our own pages."""

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Every version that is kept of a row names who made it and where."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with pghistory.context(user=request.user.pk, url=request.path):
                return inner(request, *args, **kwargs)

        return kept

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To our sign-in page."""
        return redirect("account_login")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To our sign-out page."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To our page, with our rules."""
        return redirect("account_change_password")
