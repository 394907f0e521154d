"""Who may open a page: every view declares a right or says why it is open. The gate enforces it.

The decorators only mark the view, so they serve plain and async views alike; the gate
(`foundation/sign_in/middleware.py`) reads the marks before any view runs and shuts every view of ours that carries
neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from wanhao.foundation.accounts.rights import Right

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wanhao.foundation.accounts.models import Staff

View = TypeVar("View", bound=Callable[..., Any])


def needs(*rights: Right) -> Callable[[View], View]:
    """Only for signed-in staff who hold one of these rights somewhere; the query narrows it to their units."""

    def mark(view: View) -> View:
        view.needs_rights = rights  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(reason: str) -> Callable[[View], View]:
    """For every signed-in member of staff, whatever their roles; the reason is for the reader and the tests."""

    def mark(view: View) -> View:
        view.open_to_staff = reason  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(reason: str) -> Callable[[View], View]:
    """For everybody, also before sign-in."""

    def mark(view: View) -> View:
        view.open_to_all = reason  # type: ignore[attr-defined]
        return view

    return mark


def background(view: View) -> View:
    """Asked by the page itself, not by the person: does not count as being active."""
    view.is_background = True  # type: ignore[attr-defined]
    return view


def viewer(request: HttpRequest) -> Staff:
    """The signed-in person; the gate has let nobody else through."""
    return cast("Staff", request.user)
