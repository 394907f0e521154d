"""The words of the rights table, and the walk over every address of the programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from wanhao.access.tmf.interface import refuse_method
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role

EVERYBODY = frozenset(Role)
SEATS = frozenset({Role.GENERAL_SEAT, Role.SPECIALIST_SEAT})
LEADERS = frozenset({Role.TEAM_LEADER, Role.DUTY_LEADER})
CLERKS = frozenset({Role.HALL_CLERK, Role.HALL_MANAGER})
BACK_OFFICE = frozenset({Role.BACK_OFFICE})
INSPECTORS = frozenset({Role.QUALITY_INSPECTOR})
MANAGER = frozenset({Role.SYSTEM_MANAGER})
AUDITOR = frozenset({Role.AUDITOR})
DATA_MAINTAINER = frozenset({Role.DATA_MAINTAINER})
IMPORTERS = MANAGER | DATA_MAINTAINER | BACK_OFFICE
NOBODY: frozenset[Role] = frozenset()

Factory = Callable[[Unit, Staff], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """One page or operation, and who may use it.

    `name`: the url's name with its namespace. `roles`: who is let in. `on`: a factory in OBJECTS that makes the
    object the address names, in the viewer's own or in a foreign unit; a foreign one must be hidden (404 or 403).
    `shared`: the object belongs to no unit, so a foreign viewer sees it too. `headers`: how an interface client signs
    in instead of a session. `strangers`: also without sign-in.
    """

    name: str
    roles: frozenset[Role]
    method: str = "get"
    on: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    shared: bool = False
    strangers: bool = False
    headers: Callable[[Staff], dict[str, str]] | None = None

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.name}"


def for_all(name: str, method: str = "get", **more: Any) -> Page:
    """Open to everybody, signed in or not."""
    return Page(name, EVERYBODY, method, strangers=True, **more)


def for_staff(name: str, method: str = "get", **more: Any) -> Page:
    """Open to every signed-in member of staff."""
    return Page(name, EVERYBODY, method, **more)


@dataclass(frozen=True)
class Address:
    """One url pattern as the programme serves it."""

    name: str
    methods: frozenset[str]
    takes_arguments: bool


def interface_methods(view: Callable[..., Any]) -> frozenset[str]:
    """The methods an address of the interfaces takes, without those it only refuses; empty for pages."""
    for cell in getattr(view, "__closure__", None) or ():
        operations = getattr(cell.cell_contents, "operations", None)
        if isinstance(operations, list):
            taken = [operation for operation in operations if operation.view_func.__name__ != refuse_method.__name__]
            return frozenset(method.lower() for operation in taken for method in operation.methods)
    return frozenset()


def every_address(resolver: Any = None, spaces: tuple[str, ...] = (), prefix: str = "") -> Iterator[Address]:
    """Walk all url patterns, nested ones too."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from every_address(entry, inner, pattern)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name or pattern))
            yield Address(name, interface_methods(entry.callback), "<" in pattern or "(" in pattern)
