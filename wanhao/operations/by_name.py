"""Things that the command line calls by name, because no product code may import them or because they load slowly."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def by_name(name: str) -> Any:
    """`package.module` gives the module, `package.module:thing` the thing in it."""
    module_name, _, thing = name.partition(":")
    module = import_module(module_name)
    return getattr(module, thing) if thing else module
