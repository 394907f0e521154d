"""The list of contacts: its filters, columns, orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.access.history import filters, queries
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.lists.spec import Asked, Column, ListSpec, Sort
from wanhao.service.contacts import queries as contacts

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wanhao.service.contacts.models import Contact

CELLS = "history/cells/"


def rows_of(asked: Asked) -> QuerySet[Contact]:
    """Contacts that fit, within reach."""
    values: Mapping[str, str] = {name: asked.values.get(name, "") for name in filters.NAMES}
    rows = filters.filter_of(values).apply(contacts.listed_contacts(asked.viewer))
    return rows.select_related("customer", "agent", "wrap_up_code")


def prepared(rows: Sequence[Contact]) -> Sequence[queries.Line]:
    """Contacts with the names of their queues, asked for once."""
    return queries.lines_of(rows)


def of_contact(name: str) -> Callable[[queries.Line], object]:
    """What the contact says under this name."""

    def told(line: queries.Line) -> object:
        value = getattr(line.contact, name)
        if isinstance(value, datetime):
            return f"{localtime(value):%Y-%m-%d %H:%M:%S}"
        return value() if callable(value) else value or ""

    return told


def state(line: queries.Line) -> object:
    """The outcome, or how it stands."""
    return line.contact.get_outcome_display() or line.contact.get_status_display()


def seconds(value: float | None) -> object:
    """Whole seconds for a file."""
    return "" if value is None else round(value)


COLUMNS: tuple[Column, ...] = (
    Column("arrived", gettext_lazy("Arrived"), of_contact("arrived_at"), CELLS + "arrived.html", css="figure"),
    Column("channel", gettext_lazy("Channel"), of_contact("get_channel_display"), CELLS + "channel.html"),
    Column("customer", gettext_lazy("Customer"), lambda line: line.who, css="long"),
    Column("queue", gettext_lazy("Queue"), lambda line: line.queue, css="long"),
    Column(
        "agent", gettext_lazy("Agent"), lambda line: line.contact.agent.name if line.contact.agent else "", css="long"
    ),
    Column("outcome", gettext_lazy("Outcome"), state, CELLS + "outcome.html"),
    Column("wait", gettext_lazy("Wait"), lambda line: seconds(line.wait_seconds), CELLS + "wait.html", css="number"),
    Column(
        "talk", gettext_lazy("Talk time"), lambda line: seconds(line.talk_seconds), CELLS + "talk.html", css="number"
    ),
    Column("code", gettext_lazy("Wrap-up code"), of_contact("wrap_up_code"), css="long"),
    Column("rating", gettext_lazy("Rating"), of_contact("rating"), CELLS + "rating.html", css="figure"),
)
SORTS = (
    Sort("newest", pgettext_lazy("contact", "Latest first"), "-arrived_at"),
    Sort("oldest", pgettext_lazy("contact", "Earliest first"), "arrived_at"),
)


def contacts_spec() -> ListSpec:
    """The list as the component knows it."""
    return ListSpec(
        name="contacts",
        template="history/list.html",
        title=gettext_lazy("Contacts"),
        address="/contacts/",
        right=Right.SEE_CONTACTS,
        filters=filters.NAMES,
        columns=COLUMNS,
        sorts=SORTS,
        chip_rows=filters.chip_rows,
        rows=rows_of,
        prepared=prepared,
        line=lambda line: line,
        link=lambda line: f"/contacts/{line.contact.public_id}/",
        key=lambda line: line.contact.public_id,
        export_right=Right.EXPORT_REPORTS,
    )
