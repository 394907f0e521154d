"""The check of borders between contexts finds what reaches into another's tables, and nothing else."""

from __future__ import annotations

import pytest

from checks.borders import crossings

IMPORT = "from wanhao.service.tickets.models import Ticket\n"


@pytest.mark.parametrize(
    "source",
    [
        IMPORT + "Ticket.objects.all()",
        IMPORT + "Ticket._default_manager.all()",
        IMPORT + "Ticket(number='1').save()",
        IMPORT + "def act(ticket: Ticket) -> None:\n    ticket.save(update_fields=['status'])",
        IMPORT + "ticket = Ticket(number='1')\nticket.delete()",
        "from wanhao.service.tickets.models import Ticket as T\nT.objects.all()",
        "from wanhao.service.tickets import models\nmodels.Ticket.objects.all()",
        "import wanhao.service.tickets.models as tables\ntables.Ticket.objects.all()",
        "from wanhao.service.tickets.related_models import Note\nNote.objects.all()",
        "from wanhao.service.complaints.models.closing import Closing\nClosing.objects.all()",
        "from wanhao.foundation.accounts.models import Unit\nUnit.objects.filter(code='x').update(code='y')",
        "from wanhao.foundation.calendars.models import Hours\nHours.objects.create(code='x')",
        "def act() -> None:\n    from wanhao.service.tickets.models import Ticket\n    Ticket.objects.all()",
    ],
)
def test_another_contexts_table_is_found(source: str) -> None:
    (found,) = crossings(source, "wanhao/access/reports/figures.py")
    assert found.startswith("wanhao/access/reports/figures.py:")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (IMPORT + "Ticket.objects.all()", "wanhao/service/tickets/queries.py"),  # its own table
        (IMPORT + "Ticket.Status.CLOSED", "wanhao/access/reports/figures.py"),  # the name of a state
        (IMPORT + "def of(ticket: Ticket) -> str:\n    return ticket.number", "wanhao/access/desk/views.py"),
        (
            "from wanhao.foundation.accounts.models import Unit\nUnit.objects.filter(code='x')",
            "wanhao/access/desk/views.py",
        ),
        ("from wanhao.service.tickets.queries import Asked\nAsked.objects", "wanhao/access/desk/views.py"),
    ],
)
def test_what_is_allowed_is_not_found(source: str, name: str) -> None:
    assert not list(crossings(source, name))
