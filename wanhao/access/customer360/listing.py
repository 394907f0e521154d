"""The list of customers: its filters, columns, orders. Nothing is shown before something is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.common.chips import ChipRow, chip_row
from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.lists.spec import Asked, Column, ListSpec, Sort
from wanhao.records.customers import queries
from wanhao.records.customers.models import Party, Subscription
from wanhao.records.customers.queries import CustomerFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wanhao.foundation.accounts.models import Staff

FILTERS = ("tier", "segment", "service", "region")
CELLS = "customer360/cells/"


def rows_of(asked: Asked) -> QuerySet[Party]:
    """Customers that fit, within reach."""
    tier, segment, service, region = (asked.values.get(name, "") for name in FILTERS)
    wanted = CustomerFilter(term=asked.term, tier=tier, segment=segment, service=service, region=region)
    return queries.narrowed(asked.viewer, wanted)


def line_of(party: Party) -> dict[str, Any]:
    """A customer as a line, masked."""
    held = [one for account in party.accounts.all() for one in account.subscriptions.all()]
    return {
        "party": party,
        "name": mask_name(party.name),
        "held": [f"{one.get_service_display()} {mask_number(one.number)}" for one in held[:4]],
        "more_held": max(0, len(held) - 4),
        "needs": queries.labels(queries.SpecialNeed, party.special_needs),
        "risks": queries.labels(queries.RiskMark, party.risk_marks),
    }


def chip_rows(asked: dict[str, str], person: Staff) -> list[ChipRow]:
    """The filters of the list."""
    regions = [(region.code, region.name) for region in queries.regions(person)]
    rows = [
        chip_row(asked, "tier", _("Tier"), Party.Tier.choices),
        chip_row(asked, "segment", _("Segment"), Party.Segment.choices),
        chip_row(asked, "service", _("Service"), Subscription.Service.choices),
    ]
    return [*rows, chip_row(asked, "region", _("Region"), regions)] if len(regions) > 1 else rows


COLUMNS: tuple[Column, ...] = (
    Column("name", gettext_lazy("Customer"), lambda line: line["name"], CELLS + "name.html", css="long"),
    Column("tier", gettext_lazy("Tier"), lambda line: line["party"].get_tier_display(), CELLS + "tier.html"),
    Column("segment", gettext_lazy("Segment"), lambda line: line["party"].get_segment_display()),
    Column("held", gettext_lazy("Holds"), lambda line: ", ".join(line["held"]), CELLS + "held.html", css="figure"),
    Column("needs", gettext_lazy("Special needs"), lambda line: ", ".join(line["needs"]), CELLS + "needs.html"),
    Column("risks", gettext_lazy("Risk marks"), lambda line: ", ".join(line["risks"]), CELLS + "risks.html"),
    Column("region", gettext_lazy("Region"), lambda line: line["party"].region.name),
)


def customers_spec() -> ListSpec:
    """The list as the component knows it."""
    return ListSpec(
        name="customers",
        template="customer360/list.html",
        title=gettext_lazy("Customers"),
        address="/customers/",
        right=Right.SEE_CUSTOMERS,
        filters=FILTERS,
        columns=COLUMNS,
        sorts=(Sort("newest", pgettext_lazy("customer", "Newest first"), "-pk"),),
        chip_rows=chip_rows,
        rows=rows_of,
        line=line_of,
        link=lambda party: f"/customers/{party.public_id}/",
        key=lambda party: party.public_id,
        export_right=Right.EXPORT_REPORTS,
        needs_asking=True,
    )
