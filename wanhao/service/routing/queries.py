"""Queues, agents and offers as others read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation import prepared
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing.coming_forward import head_starts as head_starts
from wanhao.service.routing.coming_forward import head_starts_of as head_starts_of
from wanhao.service.routing.coming_forward import last_agent_of as last_agent_of
from wanhao.service.routing.figures import QueueFigures as QueueFigures
from wanhao.service.routing.figures import agents_by_state as agents_by_state
from wanhao.service.routing.figures import queue_figures as queue_figures
from wanhao.service.routing.figures import queue_live as queue_live
from wanhao.service.routing.figures import seconds_served as seconds_served
from wanhao.service.routing.floor_now import AgentCounts as AgentCounts
from wanhao.service.routing.floor_now import contacts_in_wrap_up as contacts_in_wrap_up
from wanhao.service.routing.floor_now import counts_by_agent as counts_by_agent
from wanhao.service.routing.floor_now import floor_agents as floor_agents
from wanhao.service.routing.floor_now import queues_on_floor as queues_on_floor
from wanhao.service.routing.floor_now import running_offers as running_offers
from wanhao.service.routing.floor_now import served_queues as served_queues
from wanhao.service.routing.floor_now import waiting_places as waiting_places
from wanhao.service.routing.floor_now import waits_on_floor as waits_on_floor
from wanhao.service.routing.models import Agent, BreakReason, Membership, Offer, Place, Queue, StateSpell
from wanhao.service.routing.onward import Onward as Onward
from wanhao.service.routing.onward import onward as onward
from wanhao.service.routing.ringing import is_ringing as is_ringing
from wanhao.service.routing.ringing import is_waiting as is_waiting
from wanhao.service.routing.ringing import offer_to_ring as offer_to_ring
from wanhao.service.routing.ringing import service_of as service_of
from wanhao.service.routing.rules import HeadStartReason
from wanhao.service.routing.serving import NamedReason as NamedReason
from wanhao.service.routing.serving import Waiting as Waiting
from wanhao.service.routing.serving import business_type_name as business_type_name
from wanhao.service.routing.serving import business_types as business_types
from wanhao.service.routing.serving import colleagues_with_room as colleagues_with_room
from wanhao.service.routing.serving import foremost_queue as foremost_queue
from wanhao.service.routing.serving import queue_names as queue_names
from wanhao.service.routing.serving import queues_to_pass_to as queues_to_pass_to
from wanhao.service.routing.serving import ready_colleagues as ready_colleagues
from wanhao.service.routing.serving import reasons_in_words as reasons_in_words
from wanhao.service.routing.serving import waiting_for as waiting_for
from wanhao.service.routing.stays import AtWork as AtWork
from wanhao.service.routing.stays import Latest as Latest
from wanhao.service.routing.stays import Stay as Stay
from wanhao.service.routing.stays import answer_seconds as answer_seconds
from wanhao.service.routing.stays import ended_stays as ended_stays
from wanhao.service.routing.stays import kinds_of_contacts as kinds_of_contacts
from wanhao.service.routing.stays import latest_answers as latest_answers
from wanhao.service.routing.stays import latest_stays as latest_stays
from wanhao.service.routing.stays import members_at_work as members_at_work
from wanhao.service.routing.stays import queue_ids_in_use as queue_ids_in_use
from wanhao.service.routing.stays import ringing_offers as ringing_offers
from wanhao.service.routing.stays import stay_of as stay_of
from wanhao.service.routing.stays import waits_before as waits_before
from wanhao.service.routing.stays import waits_now as waits_now
from wanhao.service.routing.watching import Left as Left
from wanhao.service.routing.watching import arrived_in as arrived_in
from wanhao.service.routing.watching import first_arrivals as first_arrivals
from wanhao.service.routing.watching import left_since as left_since
from wanhao.service.routing.watching import ready_by_queue as ready_by_queue
from wanhao.service.routing.watching import ready_by_unit as ready_by_unit
from wanhao.service.routing.watching import waits_by_queue as waits_by_queue
from wanhao.service.routing.watching import watched_queues as watched_queues

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def queue_by_code(code: str) -> Queue:
    """An active queue, for a part of the programme."""
    queue = prepared.first(Queue, "code = %s and is_active", [code])
    if queue is None:
        raise NotFound(_("There is no queue %s in use.") % code)
    return queue


def queues(viewer: Staff, right: Right = Right.SEE_FLOOR) -> list[Queue]:
    """Queues in use within the viewer's units."""
    return list(queues_within(viewer, right))


def queues_within(viewer: Staff, right: Right = Right.SEE_FLOOR) -> QuerySet[Queue]:
    """The same, to be narrowed or offered in a form."""
    return Queue.objects.visible_to(viewer, right).filter(is_active=True)


def all_queues() -> QuerySet[Queue]:
    """Every queue, in use or not; for a part of the programme."""
    return Queue.objects.order_by("code")


def memberships() -> QuerySet[Membership]:
    """Who serves which queue; for a part of the programme."""
    return Membership.objects.all()


def all_agents() -> QuerySet[Agent]:
    """Every agent; for a part of the programme."""
    return Agent.objects.select_related("staff", "unit")


def break_reasons() -> list[BreakReason]:
    """Reasons an agent may give for a break."""
    return list(BreakReason.objects.filter(is_active=True))


def place_of(contact_id: int) -> Place | None:
    """Where the contact waits now."""
    return Place.objects.select_related("queue").filter(contact_id=contact_id, left_at=None).first()


def waiting_of(contact_ids: Collection[int]) -> set[int]:
    """Which of these contacts wait in a queue."""
    rows = Place.objects.filter(contact_id__in=contact_ids, left_at=None)
    return set(rows.values_list("contact_id", flat=True))


def last_place_of(contact_id: int) -> Place | None:
    """The contact's latest stay in a queue, running or over."""
    return Place.objects.select_related("queue").filter(contact_id=contact_id).order_by("-pk").first()


def places_queued(viewer: Staff, right: Right, *, begin: datetime, end: datetime) -> QuerySet[Place]:
    """Stays that began in [begin, end) in queues within the viewer's units: the fact rows of figures over time."""
    return Place.objects.visible_to(viewer, right).filter(queued_at__gte=begin, queued_at__lt=end)


def waiting_ahead(contact_id: int) -> int:
    """How many wait before this contact in its queue; 0 when it does not wait."""
    place = place_of(contact_id)
    if place is None:
        return 0
    earlier = Q(rank_at__lt=place.rank_at) | Q(rank_at=place.rank_at, pk__lt=place.pk)
    return Place.objects.filter(earlier, queue_id=place.queue_id, left_at=None).count()


def offer(offer_id: int) -> Offer:
    """One offer by its number."""
    found = _offers().filter(pk=offer_id).first()
    if found is None:
        raise NotFound(_("There is no such offer."))
    return found


def _offers() -> QuerySet[Offer]:
    return Offer.objects.select_related("agent__staff", "contact", "queue", "place")


@dataclass(frozen=True)
class AgentNow:
    """An agent at this moment, with what rings and what is being served."""

    agent: Agent
    offers: Sequence[Offer]

    @property
    def ringing(self) -> list[Offer]:
        """Offers to be answered."""
        return [offer for offer in self.offers if offer.accepted_at is None]

    @property
    def serving(self) -> list[Offer]:
        """Conversations."""
        return [offer for offer in self.offers if offer.accepted_at is not None]


def agent_now(staff_id: int) -> AgentNow | None:
    """State, offers and services of an agent; None for staff whom routing does not know."""
    agent = Agent.objects.select_related("staff").filter(pk=staff_id).first()
    if agent is None:
        return None
    return AgentNow(agent, list(_offers().filter(agent=agent, ended_at=None).order_by("pk")))


def agent_by_number(staff_number: str) -> Agent | None:
    """An agent by staff number, for a part of the programme."""
    return Agent.objects.select_related("staff").filter(staff__staff_number=staff_number).first()


def place_in_wrap_up(staff_id: int) -> Place | None:
    """The contact an agent is wrapping up."""
    wrapping = Agent.objects.filter(pk=staff_id, state=Agent.State.WRAP_UP).values("wrap_up_place")
    return Place.objects.select_related("contact", "queue").filter(pk__in=wrapping).first()


def state_names() -> dict[str, str]:
    """Names of all agent states in the reader's language."""
    return {value: str(label) for value, label in Agent.State.choices}


def agents_within(viewer: Staff, right: Right) -> QuerySet[Agent]:
    """Agents of the viewer's units, also those who have left, by staff number."""
    rows: QuerySet[Agent] = Agent.objects.visible_to(viewer, right)
    return rows.select_related("staff", "unit").order_by("staff__staff_number")


def agents(viewer: Staff, right: Right = Right.SEE_FLOOR) -> list[Agent]:
    """Those of them who can sign in."""
    return list(agents_within(viewer, right).filter(staff__is_active=True))


@dataclass(frozen=True)
class Why:
    """One stay in a queue and the reasons for its order: who was offered the contact, and how that ended."""

    place: Place
    waited_seconds: float
    kept_seconds: float
    reasons: Sequence[HeadStartReason]
    offers: Sequence[Offer]


def why(contact_id: int) -> list[Why]:
    """Every stay of the contact in a queue, the first one first."""
    places = Place.objects.filter(contact_id=contact_id).select_related("queue", "agent__staff").order_by("pk")
    return [_why(place) for place in places.prefetch_related("offers__agent__staff")]


def _why(place: Place) -> Why:
    rank = place.queued_at - place.rank_at
    return Why(
        place=place,
        waited_seconds=((place.left_at or timezone.now()) - place.queued_at).total_seconds(),
        kept_seconds=rank.total_seconds() - place.head_start_seconds,
        reasons=[HeadStartReason(**reason) for reason in place.reasons],
        offers=sorted(place.offers.all(), key=lambda one: one.pk),
    )


@dataclass(frozen=True)
class Spell:
    """A state an agent was in, from when to when; the running one has no end."""

    state: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class AgentDay:
    """A day of an agent: each state with its times, seconds by state, and contacts served."""

    spells: Sequence[Spell]
    seconds: dict[str, float]
    places: Sequence[Place]

    @property
    def served(self) -> int:
        """How many contacts the agent answered that day."""
        return len(self.places)


def agent_day(staff_id: int, day: date) -> AgentDay:
    """What an agent did on a day; a state reaching over midnight counts only with its part of the day."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    end = begin + timedelta(days=1)
    rows = StateSpell.objects.filter(agent_id=staff_id, began_at__lt=end, ended_at__gt=begin).order_by("began_at", "pk")
    running = Agent.objects.filter(pk=staff_id, state_since__lt=end).values_list("state", "state_since")
    spells = [Spell(*row) for row in rows.values_list("state", "began_at", "ended_at")]
    spells += [Spell(state, since, None) for state, since in running]
    seconds: dict[str, float] = {}
    for spell in spells:
        until = min(spell.ended_at or timezone.now(), end)
        length = max(0.0, (until - max(spell.began_at, begin)).total_seconds())
        seconds[spell.state] = seconds.get(spell.state, 0.0) + length
    places = Place.objects.filter(agent_id=staff_id, left_at__gte=begin, left_at__lt=end)
    return AgentDay(spells, seconds, list(places.select_related("contact", "queue").order_by("left_at")))


def waiting_by_queue() -> dict[str, tuple[int, datetime]]:
    """Queue code → how many wait and since when the first, for those who watch the machines."""
    rows = Place.objects.filter(left_at=None).order_by().values_list("queue__code")
    return {code: (many, since) for code, many, since in rows.annotate(Count("pk"), Min("queued_at"))}


def agents_in_state() -> dict[str, int]:
    """State → how many agents, for those who watch the machines."""
    return dict(Agent.objects.order_by().values_list("state").annotate(Count("pk")))
