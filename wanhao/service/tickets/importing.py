"""Tickets brought as a list (CSV or XLSX): each row opens one; a row whose key is known changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanhao.common.errors import Invalid, Refused
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.imports.kinds import Column, ImportKind, Written, register_import
from wanhao.records.customers import queries as customers
from wanhao.service.tickets import actions, queries, rules
from wanhao.service.tickets.actions import Place, TicketDetails
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

Row = dict[str, str]
COLUMNS = (
    Column(
        "key", gettext_lazy("Key in the source system"), ("外部编号", "key"), is_required=True, example="OLD-000123"
    ),
    Column("category", gettext_lazy("Category"), ("分类", "category"), is_required=True, example="broadband-down"),
    Column("text", gettext_lazy("Description"), ("描述", "text"), is_required=True, example="宽带每晚断网"),
    Column("kind", gettext_lazy("Type"), ("类型", "kind"), example="fault"),
    Column("severity", gettext_lazy("Severity"), ("严重程度", "severity"), example="ordinary"),
    Column("customer", gettext_lazy("Customer's number or account"), ("客户号码", "customer"), example="12100000001"),
    Column("place", gettext_lazy("Place"), ("位置", "place"), example="幸福小区 3 号楼"),
)


@dataclass(frozen=True)
class Known:
    """What every row's check needs: who imports, the ends of the category tree by code and name, the choices."""

    by: Staff
    leaves: dict[str, int]
    kinds: dict[str, str]
    severities: dict[str, str]


def prepare(by: Staff) -> Known:
    """Read once."""
    leaves: dict[str, int] = {}
    for leaf in queries.category_leaves():
        for name in (leaf.code, leaf.label, leaf.path[-1]):
            leaves.setdefault(name.casefold(), leaf.id)
    kinds = {name.casefold(): value for value, label in Ticket.Kind.choices for name in (value, str(label))}
    severities = {name.casefold(): value for value, label in Ticket.Severity.choices for name in (value, str(label))}
    return Known(by, leaves, kinds, severities)


def check_row(row: Row, known: Known) -> tuple[str, TicketDetails]:
    """The key and what the ticket says; Invalid names the columns that cannot be taken."""
    wrong = _wrong(row, known)
    customer = _customer(row["customer"], known.by) if row["customer"] else None
    if row["customer"] and customer is None:
        wrong["customer"] = _("No single customer within your reach has this number.")
    if wrong:
        raise Invalid(**wrong)
    return row["key"], TicketDetails(
        category_id=known.leaves[row["category"].casefold()],
        text=row["text"],
        kind=known.kinds.get(row["kind"].casefold(), Ticket.Kind.CONSULTATION),
        severity=known.severities.get(row["severity"].casefold(), Ticket.Severity.ORDINARY),
        customer_id=customer,
        source=Ticket.Source.IMPORT,
        place=Place(row["place"]),
        external_key=row["key"],
    )


def _wrong(row: Row, known: Known) -> dict[str, object]:
    """A sentence for each column that cannot be taken."""
    kind, severity = row["kind"].casefold(), row["severity"].casefold()
    checks = {
        "key": (0 < len(row["key"]) <= rules.KEY_LIMIT, _("Give each row a key of at most 60 characters.")),
        "category": (
            row["category"].casefold() in known.leaves,
            _("There is no such category at the end of the tree."),
        ),
        "text": (
            0 < len(row["text"]) <= rules.TEXT_LIMIT,
            _("Describe what the customer needs, in at most 4000 characters."),
        ),
        "kind": (not kind or kind in known.kinds, _("Choose a type.")),
        "severity": (not severity or severity in known.severities, _("Choose a severity.")),
        "place": (len(row["place"]) <= rules.PLACE_LIMIT, _("Write the place in at most 200 characters.")),
    }
    return {name: text for name, (is_right, text) in checks.items() if not is_right}


def _customer(term: str, by: Staff) -> int | None:
    found = list(customers.customers(by).filter(customers.matching(term)).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def write_rows(checked: list[tuple[str, TicketDetails]], known: Known, by: Staff) -> Written:
    """Open those that are new."""
    keys = [key for key, _details in checked]
    there = set(Ticket.objects.filter(external_key__in=keys).values_list("external_key", flat=True))
    written = Written(rejected={})
    for place, (key, details) in enumerate(checked):
        if key in there:
            written.unchanged += 1
            continue
        try:
            actions.open_ticket(details, by=by)
        except Refused as refused:
            assert written.rejected is not None  # made above
            written.rejected[place] = str(refused.message)
        else:
            there.add(key)
            written.created += 1
    return written


def register_list() -> None:
    """Offer the import."""
    about = gettext_lazy("Each row opens a ticket that belongs to who imports it. A key that is known changes nothing.")
    label = gettext_lazy("Tickets")
    register_import(
        ImportKind("tickets", label, Right.IMPORT_TICKETS, COLUMNS, prepare, check_row, write_rows, about, batch=200)
    )
