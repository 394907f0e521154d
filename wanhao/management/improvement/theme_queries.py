"""Themes and what is counted of them, within the reader's reach."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, TruncWeek
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Invalid, NotFound
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.locks import locked
from wanhao.management.improvement import rules
from wanhao.management.improvement.mining import reading
from wanhao.management.improvement.models import MiningPolicy, MiningRun, Theme, ThemeTicket
from wanhao.management.improvement.rules import Counts
from wanhao.service.appeals import queries as appeals
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Unit
    from wanhao.service.tickets.models import Ticket

SPAN = timedelta(weeks=4)
WEEKS = 12
EXAMPLES = 30
COUNTED = ~Q(ticket__status="merged")


def policy() -> MiningPolicy:
    """What is mined and what themes weigh."""
    return MiningPolicy.current()


@dataclass(frozen=True)
class Narrowed:
    """Which tickets are counted; empty means any."""

    kind: str = ""
    category: str = ""
    region: str = ""

    def filter(self) -> Q:
        """As a filter on tickets of themes."""
        found = Q()
        if self.kind:
            found &= Q(ticket__kind=self.kind)
        if self.region:
            found &= Q(ticket__region__code=self.region)
        if self.category:
            found &= Q(ticket__category__in=tickets.with_below(self.category))
        return found


def in_reach(viewer: Staff) -> Q:
    """Tickets of themes this person may count."""
    return COUNTED & within_reach(viewer, Right.SEE_THEMES, "ticket__unit")


def in_unit(unit: Unit) -> Q:
    """Tickets of themes opened in a unit and below it."""
    return COUNTED & Q(ticket__unit__path__startswith=unit.path)


def _rooted(reach: Q, begin: datetime, end: datetime) -> Any:
    rows = ThemeTicket.objects.filter(reach, ticket__opened_at__gte=begin, ticket__opened_at__lt=end)
    return rows.annotate(root=Coalesce(F("theme__merged_into"), F("theme"))).order_by()


CONDITIONS = {
    "serious": Q(ticket__severity="serious"),
    "major": Q(ticket__severity="major"),
    "repeats": Q(ticket__complaint__repeat_of__isnull=False),
    "reopened": Q(ticket__reopened_count__gt=0),
}


def counts(reach: Q, begin: datetime, end: datetime) -> dict[int, Counts]:
    """What was counted of each theme in a span; of merged ones in the theme they went into."""
    wanted = CONDITIONS | {"appealed": Q(ticket__in=appeals.tickets_appealed())}
    counted: dict[str, Any] = {f"n_{name}": Count("pk", filter=one) for name, one in wanted.items()}
    rows: Any = _rooted(reach, begin, end).values("root").annotate(n_tickets=Count("pk"), **counted)
    return {row["root"]: Counts(**{f.name: row[f"n_{f.name}"] for f in fields(Counts)}) for row in rows}


def weeks(reach: Q, begin: datetime, end: datetime) -> dict[int, dict[date, int]]:
    """Theme → Monday → tickets."""
    rows: Any = _rooted(reach, begin, end).annotate(week=TruncWeek("ticket__opened_at")).values("root", "week")
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for row in rows.annotate(many=Count("pk")):
        found[row["root"]][row["week"].date()] = row["many"]
    return found


def mondays(today: date, many: int = WEEKS) -> list[date]:
    """Mondays of the last weeks, this one the last."""
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in range(many - 1, -1, -1)]


@dataclass(frozen=True)
class Line:
    """A theme with its figures."""

    theme: Theme
    now: Counts
    before: Counts
    weekly: list[int]
    reasons: list[rules.Reason]
    is_new: bool

    @property
    def weight(self) -> int:
        """What it weighs."""
        return sum(one.points for one in self.reasons)

    @property
    def trend(self) -> rules.Trend:
        """Where it is going."""
        return rules.trend(self.now.tickets, self.before.tickets)


def is_new(theme: Theme, at: datetime, days: int) -> bool:
    """Found beside known ones, not long ago, and nobody has looked into it."""
    return theme.was_news and theme.seen_at is None and at - theme.found_at < timedelta(days=days)


def lines(reach: Q, wanted: list[Theme], *, at: datetime | None = None, span: timedelta = SPAN) -> list[Line]:
    """These themes with their figures of the span until now, the heaviest first."""
    at = at or now()
    settings = policy()
    current, earlier = counts(reach, at - span, at), counts(reach, at - 2 * span, at - span)
    starts = mondays(localdate(at))
    weekly = weeks(reach, at - timedelta(weeks=WEEKS), at)
    found = [
        Line(
            theme,
            here := current.get(theme.pk, Counts()),
            earlier.get(theme.pk, Counts()),
            [weekly.get(theme.pk, {}).get(day, 0) for day in starts],
            rules.reasons(here, settings.extra),
            is_new(theme, at, settings.new_days),
        )
        for theme in wanted
    ]
    return sorted(found, key=lambda line: (-line.weight, -line.before.tickets, line.theme.pk))


def themes_shown() -> list[Theme]:
    """Themes that stand for themselves and are not hidden."""
    return list(Theme.objects.filter(merged_into=None, is_hidden=False))


def themes_hidden() -> list[Theme]:
    """Themes somebody has hidden."""
    return list(Theme.objects.filter(merged_into=None, is_hidden=True))


def theme(public_id: str) -> Theme:
    """One theme; themes are of the whole house, their tickets are not."""
    found = Theme.objects.select_related("merged_into").filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such theme."))
    return found


def theme_to_change(public_id: str, version: int) -> Theme:
    """The theme, locked; Conflict when it is no longer of this version."""
    found = locked(Theme.objects.select_related("merged_into"), theme(public_id).pk)
    if found.version != version:
        raise Conflict(_("Somebody changed this theme meanwhile. Read what is new and send again."))
    return found


def ticket_to_move(theme: Theme, number: str, by: Staff) -> ThemeTicket:
    """A ticket of the theme, or of one merged into it, by its number, locked; Invalid when there is none in reach."""
    same = Q(theme=theme) | Q(theme__merged_into=theme)
    rows = ThemeTicket.objects.filter(same, in_reach(by), ticket__number=number.strip().upper())
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise Invalid(ticket=_("This theme has no ticket of this number within your reach."))
    return locked(ThemeTicket.objects.all(), found)


def place_of(ticket_id: int) -> ThemeTicket | None:
    """The theme a ticket belongs to, and who said so if it was not found out."""
    return ThemeTicket.objects.filter(ticket=ticket_id).select_related("theme__merged_into", "moved_by").first()


@dataclass(frozen=True)
class Example:
    """A ticket of a theme: its text without private data, whether the reader may open it, who moved it here and why."""

    ticket: Ticket
    text: str
    likeness: float
    may_open: bool
    moved_by: Staff | None
    reason: str


def examples(theme: Theme, viewer: Staff, wanted: Q, *, limit: int = EXAMPLES) -> list[Example]:
    """The latest tickets of a theme within reach, what is private in their texts masked."""
    same = Q(theme=theme) | Q(theme__merged_into=theme)
    rows = ThemeTicket.objects.filter(same, wanted).select_related("ticket__customer", "ticket__category", "moved_by")
    found = list(rows.order_by("-ticket__opened_at", "-pk")[:limit])
    seen = tickets.tickets(viewer).filter(pk__in=[row.ticket_id for row in found])
    open_to = set(seen.values_list("pk", flat=True)) if viewer.may(Right.SEE_TICKETS) else set()
    return [
        Example(
            row.ticket,
            reading.shown(row.ticket.text, names_in(row.ticket)),
            row.likeness,
            row.ticket_id in open_to,
            row.moved_by,
            reading.shown(row.reason, names_in(row.ticket)),
        )
        for row in found
    ]


def names_in(ticket: Ticket) -> tuple[str, ...]:
    """Names that may stand in the text of a ticket: its customer's."""
    return (ticket.customer.name,) if ticket.customer else ()


def last_run() -> MiningRun | None:
    """The latest round of mining."""
    return MiningRun.objects.select_related("asked_by").order_by("-pk").first()


def readers() -> list[Staff]:
    """Planners and duty leaders, who are told of new themes."""
    return list(accounts.posted([Role.PLANNER, Role.DUTY_LEADER]))
