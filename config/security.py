"""What browsers may do with our pages: content security policy and permissions."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

PERMISSIONS = "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
ADMIN_RULES = {"script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"], "style-src": [SELF, "'unsafe-inline'"]}


def content_rules(hosts: tuple[str, ...], wss_port: int) -> dict[str, Any]:
    """No inline script or style; the SIP socket is the only other place a page may talk to."""
    sockets = ["wss:"] if "*" in hosts else [f"wss://{host}:{wss_port}" for host in hosts]
    return {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF, *sockets],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }


class BrowserRules(MiddlewareMixin):
    """Permissions for every page; the admin alone may use inline scripts."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add the headers."""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class AdminContent(MiddlewareMixin):
    """The admin brings inline scripts of its own: looser rules under /admin/ alone."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Mark the response for the policy middleware, which is outside of this one."""
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN_RULES  # type: ignore[attr-defined]
        return response
