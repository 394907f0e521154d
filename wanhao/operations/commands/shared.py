"""What commands have in common: the checked settings, the models, a running database, a person by number."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from config import environment as settings

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

console = Console(highlight=False, soft_wrap=True)


def with_django() -> settings.Environment:
    """Check the settings, then load the models."""
    environment = settings.read()
    import django

    gc.disable()  # what is loaded lives for ever: looking through it again and again costs a sixth of the start
    django.setup()
    gc.freeze()
    gc.enable()
    return environment


@contextmanager
def with_database() -> Iterator[settings.Environment]:
    """The models and a database that answers; its password exists only once it was made, so it comes first."""
    from wanhao.operations.database import database_running

    environment = settings.read()
    with database_running(environment):
        yield with_django()


def staff_by_number(staff_number: str) -> Staff:
    """The member of staff, or a line that says there is none."""
    from wanhao.common.errors import NotFound
    from wanhao.foundation.accounts.models import Staff

    found = Staff.objects.filter(staff_number=staff_number, is_active=True).first()
    if found is None:
        raise NotFound(f"No active member of staff has the number {staff_number}.")
    return found
