"""Acts: what may be done to a thing from its page, each with its words, its form and the action behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.contrib import messages
from django.utils.translation import gettext as _

from wanhao.common.addresses import whole
from wanhao.common.errors import NotFound, Refused
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.refusals import add_refusal

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff

Thing = TypeVar("Thing")
Shown = TypeVar("Shown", contravariant=True)
UNPROCESSABLE = 422
ANY_STATE = ()


@dataclass(frozen=True)
class Asked(Generic[Thing]):
    """A wish of a member of staff about a thing of the version they saw."""

    thing: Thing
    version: int
    by: Staff
    typed: dict[str, Any]


def anybody(thing: Any, viewer: Staff) -> bool:
    """Whoever may open the page."""
    return True


def empty(thing: Any) -> dict[str, Any]:
    """A form begins with nothing of the thing's."""
    return {}


@dataclass(frozen=True)
class Act(Generic[Thing]):
    """Offered to whom it is for (`who`) in these states; its form may begin with what the thing says."""

    name: str
    label: StrOrPromise
    done: StrOrPromise
    icon: str
    form: Callable[..., forms.Form]
    states: tuple[str, ...]
    do: Callable[[Asked[Thing]], object]
    key: str = ""
    who: Callable[[Thing, Staff], bool] = anybody
    begins: Callable[[Thing], dict[str, Any]] = empty
    is_seldom: bool = False

    def is_offered(self, thing: Thing, state: str, viewer: Staff) -> bool:
        """Is it offered to this person now?"""
        return (self.states == ANY_STATE or state in self.states) and self.who(thing, viewer)


Acts = Mapping[str, Act[Thing]]


def by_name(*acts: Act[Thing]) -> dict[str, Act[Thing]]:
    """Acts by their names in the address, in the order in which they are offered."""
    return {act.name: act for act in acts}


def act_named(acts: Acts[Thing], name: str) -> Act[Thing]:
    """One of them; raises NotFound."""
    if name not in acts:
        raise NotFound(_("There is no such act."))
    return acts[name]


def on_version(action: Callable[..., object], key: str = "pk") -> Callable[[Asked[Any]], object]:
    """The action with what was typed, on the version that was seen; `key` is how the action names the thing."""
    return lambda asked: action(getattr(asked.thing, key), version=asked.version, by=asked.by, **asked.typed)


class Page(Protocol[Shown]):
    """How a thing is shown around an open form."""

    def __call__(
        self, request: HttpRequest, thing: Shown, words: dict[str, Any], /, *, status: int = 200
    ) -> HttpResponse:
        """`words` has the act and its form, with what was typed and what was refused."""


def carry_out(
    request: HttpRequest,
    act: Act[Thing],
    thing: Thing,
    form: forms.Form,
    *,
    page: Page[Thing],
    again: Callable[[], Thing],
    then: HttpResponse,
) -> HttpResponse:
    """Do the act that was sent, and go on; refused, the page stays with what was typed, and the thing as it is now."""
    if not form.is_valid():
        return page(request, thing, {"act": act, "form": form}, status=UNPROCESSABLE)
    try:
        act.do(Asked(thing, seen_version(request), viewer(request), form.cleaned_data))
    except Refused as refused:
        add_refusal(form, refused)
        return page(request, again(), {"act": act, "form": form}, status=refused.status)
    messages.success(request, str(act.done))
    return then


def seen_version(request: HttpRequest) -> int:
    """The version of the thing the page showed; 0 when it does not say."""
    return whole(request.POST.get("version", "")) or 0
