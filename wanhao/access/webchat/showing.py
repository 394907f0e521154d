"""How a conversation is shown to its customer: the same pieces for the whole page and for what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import pgettext

from wanhao.access.webchat.forms import RatingForm
from wanhao.access.webchat.views import told
from wanhao.foundation.files.queries import accepted_endings
from wanhao.service.callbacks.queries import policy_of
from wanhao.service.chat import queries, rules
from wanhao.service.contacts import rules as contacts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wanhao.service.chat.models import Conversation
    from wanhao.service.chat.queries import PlaceNow


def page_of(conversation: Conversation) -> dict[str, Any]:
    """Everything of the conversation's page."""
    said = queries.messages(conversation)
    return standing_of(conversation) | {
        "said": said,
        "last_number": said[-1].number if said else 0,
        "endings": accepted_endings(),
        "longest_words": rules.LONGEST_TEXT,
    }


def standing_of(conversation: Conversation) -> dict[str, Any]:
    """Where the conversation stands: waiting, served by somebody, or over."""
    place = queries.place_in_queue(conversation)
    return {
        "conversation": conversation,
        "entrance": conversation.entrance,
        "phase": phase_of(conversation),
        "agent": conversation.contact.agent,
        "place": place,
        "told": told(place.p50_seconds, place.p90_seconds) if place else None,
        "offers_callback": offers_callback(conversation, place),
        "callback": queries.callback_of(conversation),
        **rating_of(conversation),
    }


def marks() -> list[tuple[int, str]]:
    """The five marks in words, the worst first."""
    return [
        (1, pgettext("mark", "Very bad")),
        (2, pgettext("mark", "Bad")),
        (3, pgettext("mark", "Fair")),
        (4, pgettext("mark", "Good")),
        (5, pgettext("mark", "Very good")),
    ]


def rating_of(conversation: Conversation) -> dict[str, Any]:
    """The mark the customer gave, or may give now; `after_state` changes with what stands below the conversation."""
    contact, is_over = conversation.contact, conversation.ended_at is not None
    may_rate = is_over and contacts.may_be_rated(was_answered=contact.answered_at is not None, rating=contact.rating)
    return {
        "may_rate": may_rate,
        "rating": contact.rating,
        "marks": marks(),
        "rating_form": RatingForm(),
        "after_state": f"{is_over} {may_rate} {contact.rating}",
    }


def phase_of(conversation: Conversation) -> str:
    """waiting, serving or over."""
    if conversation.ended_at is not None:
        return "over"
    return "serving" if conversation.contact.status == conversation.contact.Status.SERVING else "waiting"


def offers_callback(conversation: Conversation, place: PlaceNow | None) -> bool:
    """Is the wait one for which a callback is offered, or was there no room to wait at all?"""
    if not queries.callback_is_offered(conversation):
        return False
    if place is None:
        return conversation.contact.outcome == conversation.contact.Outcome.OVERFLOWED
    limit = policy_of(conversation.queue).from_wait_seconds
    return place.p50_seconds is None or place.p50_seconds >= limit


def news_of(request: HttpRequest, conversation: Conversation, after: int) -> dict[str, Any]:
    """What the page's script puts into the page."""
    said = queries.messages(conversation, after=after)
    standing = standing_of(conversation)
    return {
        "messages": render_to_string("webchat/messages.html", standing | {"said": said}, request),
        "standing": render_to_string("webchat/standing.html", standing, request),
        "last_number": said[-1].number if said else after,
        "after": render_to_string("webchat/after.html", standing, request),
        "after_state": standing["after_state"],
        "phase": standing["phase"],
        "agent_read": conversation.agent_read,
        "from_others": sum(message.author != "customer" for message in said),
    }
