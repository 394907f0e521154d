"""The clocks of tickets: how tickets are locked for them, and who is told when a mark is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.notices.actions import News, notify_all
from wanhao.foundation.notices.models import Notice
from wanhao.records.customers.models import Party
from wanhao.service.clocks import keepers, vocabulary
from wanhao.service.clocks.keepers import Reached
from wanhao.service.clocks.models import Clock, Target, Whom
from wanhao.service.clocks.rules import MarkKind
from wanhao.service.clocks.sentences import in_both
from wanhao.service.clocks.vocabulary import Choice
from wanhao.service.tickets.models import Category, Ticket

MOST_TOLD_SINGLY = 5  # of one kind at once to one person; more become one notice
LEVELS = {
    MarkKind.WARNING: Notice.Level.WARNING,
    MarkKind.DUE: Notice.Level.ALARM,
    MarkKind.ESCALATION: Notice.Level.ALARM,
}
ROLES = {
    Whom.TEAM_LEADER: Role.TEAM_LEADER,
    Whom.DUTY_LEADER: Role.DUTY_LEADER,
    Whom.BACK_OFFICE: Role.BACK_OFFICE,
    Whom.EXECUTIVE: Role.EXECUTIVE,
}


@dataclass(frozen=True)
class Word:
    """Something one person is to hear of one ticket."""

    person: Staff
    ticket: Ticket
    reached: Reached


class TicketKeeper:
    """Tickets have clocks."""

    def lock(self, ids: Sequence[int]) -> set[int]:
        """Those nobody is changing at this moment."""
        rows = Ticket.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=ids).order_by("pk")
        return set(rows.values_list("pk", flat=True))

    def moved(self, clocks: Sequence[Clock]) -> None:
        """A ticket is due when its resolution is."""
        for clock in clocks:
            if clock.target == Target.RESOLUTION:
                Ticket.objects.filter(pk=int(clock.subject.partition(":")[2])).update(due_at=clock.due_at)

    def tell(self, reached: Sequence[Reached]) -> None:
        """A warning goes to the owner, a broken promise also to the leader, an escalation to whom its step names."""
        rows = Ticket.objects.select_related("owner", "unit").in_bulk([one.thing_id for one in reached])
        found = Addressees()
        words = [
            Word(person, rows[one.thing_id], one) for one in reached for person in found.of(rows[one.thing_id], one)
        ]
        notify_all(news(words))


class Addressees:
    """Who is told; each role of a unit is looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Role, int], list[Staff]] = {}

    def of(self, ticket: Ticket, reached: Reached) -> Iterable[Staff]:
        """The people who must hear of this mark."""
        match reached.mark.kind:
            case MarkKind.WARNING:
                return [ticket.owner]
            case MarkKind.DUE:
                leaders = self._in(Role.TEAM_LEADER, ticket.unit) or self._in(Role.DUTY_LEADER, ticket.unit)
                return {ticket.owner, *leaders}
            case _ if reached.mark.whom == Whom.OWNER:
                return [ticket.owner]
        return self._in(ROLES[Whom(reached.mark.whom)], ticket.unit)

    def _in(self, role: Role, unit: Unit) -> list[Staff]:
        if (role, unit.pk) not in self._known:
            self._known[role, unit.pk] = accounts.in_role(role, unit)
        return self._known[role, unit.pk]


def news(words: Sequence[Word]) -> Iterator[News]:
    """One notice for each ticket and promise, the gravest; many of one kind to one person are counted in one."""
    gravest: dict[tuple[int, str], Word] = {}
    for word in words:  # in the order they were reached
        gravest[word.person.pk, f"{word.reached.clock.pk}"] = word
    by_kind: dict[tuple[int, MarkKind], list[Word]] = defaultdict(list)
    for word in gravest.values():
        by_kind[word.person.pk, word.reached.mark.kind].append(word)
    for (_person, kind), some in by_kind.items():
        if len(some) > MOST_TOLD_SINGLY:
            yield _counted(some, kind)
        else:
            yield from map(_single, some)


def _counted(some: Sequence[Word], kind: MarkKind) -> News:
    count = len({word.ticket.pk for word in some})
    zh, en = {
        MarkKind.WARNING: (f"{count} 张工单即将超时", f"{count} tickets are close to their time"),
        MarkKind.DUE: (f"{count} 张工单已超时", f"{count} tickets missed their time"),
        MarkKind.ESCALATION: (f"{count} 张工单超时升级", f"{count} tickets escalated"),
    }[kind]
    link = "/tickets/?overdue=8h&mine=yes" if kind is MarkKind.WARNING else "/tickets/?overdue=yes"
    return News(some[0].person, zh, en, LEVELS[kind], link)


def _single(word: Word) -> News:
    reached, number = word.reached, word.ticket.number
    zh, en = in_both(Target(reached.clock.target))
    texts = {
        MarkKind.WARNING: (
            f"工单 {number} 的{zh}时限已用 {reached.mark.percent}%，{_due(reached)}到期",
            f"Ticket {number}: {reached.mark.percent} % of the time for “{en}” is used, due {_due(reached)}",
        ),
        MarkKind.DUE: (f"工单 {number} 的{zh}已超时", f"Ticket {number}: “{en}” is overdue"),
        MarkKind.ESCALATION: (
            f"工单 {number} 的{zh}超时升级至第 {reached.mark.level} 级",
            f"Ticket {number}: “{en}” escalated to step {reached.mark.level}",
        ),
    }
    said_zh, said_en = texts[reached.mark.kind]
    return News(word.person, said_zh, said_en, LEVELS[reached.mark.kind], f"/tickets/{number}/")


def _due(reached: Reached) -> str:
    due = reached.clock.due_at
    return f"{localtime(due):%m-%d %H:%M}" if due else ""


def register_clocks() -> None:
    """Tickets have clocks, and promises are chosen by their words."""
    keepers.register("ticket", TicketKeeper())
    vocabulary.add_words("kind", Ticket.Kind.choices)
    vocabulary.add_words("severity", Ticket.Severity.choices)
    vocabulary.add_words("tier", Party.Tier.choices)
    vocabulary.add_words_now("category", categories)


def categories() -> list[Choice]:
    """All categories, each with the one above it."""
    rows = Category.objects.select_related("parent")
    return [(row.code, f"{row.parent.name} › {row.name}" if row.parent else row.name) for row in rows]
