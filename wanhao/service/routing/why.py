"""Why a contact waits, and why it was offered to whom it was: told from the rows that the decisions are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.service.routing import queries, rules, standings, stays
from wanhao.service.routing.models import Agent, Offer, Place
from wanhao.service.routing.rules import Asks, Standing, Verdict
from wanhao.service.routing.serving import NamedReason, reasons_in_words
from wanhao.service.routing.wording import chosen_in_words, elsewhere_in_words, summary_of, verdict_words

if TYPE_CHECKING:
    from datetime import datetime

    from wanhao.service.routing.models import Queue

NAMED = 12  # agents named in each group; the others are counted
# Contexts above that can say why somebody does not serve a queue: (queue, agents) → agent → words.
LACKING: list[Callable[[Queue, Sequence[int]], dict[int, str]]] = []


@dataclass(frozen=True)
class AgentWhy:
    """One agent and what stands between them and the contact."""

    agent: Agent
    state: str
    detail: str


@dataclass(frozen=True)
class Group:
    """Agents with the same verdict."""

    verdict: Verdict
    words: str
    count: int
    agents: Sequence[AgentWhy]


@dataclass(frozen=True)
class Decision:
    """An offer: how the agent was chosen, and how it stood with the others at that moment."""

    offer: Offer
    chosen: str
    groups: Sequence[Group] = ()

    @property
    def eligible(self) -> int:
        """How many could have had the contact, the chosen one included."""
        return 1 + sum(group.count for group in self.groups if group.verdict is Verdict.ELIGIBLE)


@dataclass(frozen=True)
class Answer:
    """One stay in a queue: the reasons of its rank, its offers, and while it waits, what it waits for."""

    why: queries.Why
    reasons: Sequence[NamedReason]
    decisions: Sequence[Decision]
    ahead: int | None = None  # while it waits: how many come first
    summary: str = ""
    groups: Sequence[Group] = field(default_factory=tuple)

    @property
    def is_waiting(self) -> bool:
        """Does it wait here now?"""
        return self.why.place.left_at is None


def why_waiting(contact_id: int) -> list[Answer]:
    """Every stay of the contact: what was decided then, and for the one that lasts, what stands in its way now."""
    return [_answer(why) for why in queries.why(contact_id)]


def chosen_for(place: Place, agent_id: int) -> str:
    """Why this agent has, or is offered, the contact of this place; empty when it is not known."""
    offer = Offer.objects.filter(place=place, agent_id=agent_id).order_by("-pk").first()
    return chosen_in_words(offer) if offer else ""


def _answer(why: queries.Why) -> Answer:
    place = why.place
    decisions = [_decision(place, offer) for offer in why.offers]
    answer = Answer(why, reasons_in_words(place), decisions)
    if place.left_at is not None:
        return answer
    now = timezone.now()
    asks = asks_at(place, now)
    found = standings.now(place)
    groups = _groups(place, found, asks)
    ahead = queries.waiting_ahead(place.contact_id)
    ringing = next((offer for offer in why.offers if offer.ended_at is None), None)
    next_ring = min((s.after_seconds or 0 for s in found if rules.verdict(s, asks) is Verdict.RING), default=None)
    counts = {group.verdict: group.count for group in groups}
    summary = summary_of(place, asks, counts, ahead=ahead, ringing=ringing, next_ring=next_ring)
    if ringing is None and (elsewhere := stays.many_before_elsewhere(place.pk)):
        summary += elsewhere_in_words(elsewhere)
    return replace(answer, ahead=ahead, summary=summary, groups=groups)


def asks_at(place: Place, at: datetime) -> Asks:
    """The contact as the decision at this moment saw it."""
    left = (place.preferred_until - at).total_seconds() if place.preferred_until else 0.0
    waited = max(0.0, (at - place.queued_at).total_seconds())
    return Asks(waited, place.weight, place.preferred_agent_id, left)


def _decision(place: Place, offer: Offer) -> Decision:
    others = [found for found in standings.at(place, offer.offered_at) if found.agent_id != offer.agent_id]
    return Decision(offer, chosen_in_words(offer), _groups(place, others, asks_at(place, offer.offered_at)))


def _groups(place: Place, found: Iterable[Standing], asks: Asks) -> list[Group]:
    by_verdict: dict[Verdict, list[Standing]] = defaultdict(list)
    for standing in found:
        by_verdict[rules.verdict(standing, asks)].append(standing)
    named = {v: sorted(rows, key=lambda s: (s.after_seconds or 0, -s.level))[:NAMED] for v, rows in by_verdict.items()}
    agents = Agent.objects.select_related("staff").in_bulk([s.agent_id for rows in named.values() for s in rows])
    lacking = _lacking(place, [s.agent_id for s in named.get(Verdict.LACKS, ())])
    words = verdict_words(place)
    return [
        Group(v, words[v], len(by_verdict[v]), [_one(agents[s.agent_id], s, v, asks, lacking) for s in named[v]])
        for v in Verdict
        if v in by_verdict
    ]


def _one(agent: Agent, standing: Standing, verdict: Verdict, asks: Asks, lacking: dict[int, str]) -> AgentWhy:
    state = str(dict(Agent.State.choices).get(standing.state, standing.state))
    if verdict is Verdict.RING:
        seconds = round((standing.after_seconds or 0) - asks.waited_seconds)
        return AgentWhy(agent, state, _("in %(seconds)d s") % {"seconds": max(0, seconds)})
    if verdict is Verdict.WANTED:
        wanted = str(dict(Agent.State.choices).get(standing.wanted_state, standing.wanted_state))
        return AgentWhy(agent, state, _("wants: %(state)s") % {"state": wanted})
    if verdict is Verdict.ELIGIBLE:
        return AgentWhy(agent, state, _("level %(level)d") % {"level": standing.level})
    return AgentWhy(agent, state, lacking.get(agent.pk, state))


def _lacking(place: Place, agent_ids: Sequence[int]) -> dict[int, str]:
    words: dict[int, str] = {}
    for explain in LACKING if agent_ids else ():
        words |= explain(place.queue, agent_ids)
    return words


__all__ = ["LACKING", "Answer", "Decision", "Group", "chosen_for", "why_waiting"]
