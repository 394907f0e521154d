"""Which live topics a person may hear: every context names its kinds in its own topics.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.live.feeds import FEEDS, Feed

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

MOST_TOPICS = 60

# (person, what stands after the colon) → the topic inside the house, or None when it is not for them.
Resolver = Callable[["Staff", str], str | None]
RESOLVERS: dict[str, Resolver] = {}


def topic_kind(kind: str) -> Callable[[Resolver], Resolver]:
    """Register who may hear topics of a kind. Outside, topics carry public names; inside, row numbers."""

    def keep(resolver: Resolver) -> Resolver:
        RESOLVERS[kind] = resolver
        return resolver

    return keep


@topic_kind("notices")
def own_notices(person: Staff, key: str) -> str | None:
    """`notices:me`: one's own only."""
    return f"notices:{person.pk}" if key == "me" else None


@topic_kind("agent")
def own_agent(person: Staff, key: str) -> str | None:
    """`agent:me`: one's own presence and offers. Supervisors watch the floor's feed instead."""
    return f"agent:{person.pk}" if key == "me" else None


@dataclass(frozen=True)
class Grant:
    """What one stream may carry: topics (inside → name as asked), and feeds for this person.

    Without a person it is a customer's: topics of their own thing alone, which the customer's page has checked.
    """

    person: Staff | None
    topics: dict[str, str]
    feeds: tuple[Feed, ...] = ()


def grant(person: Staff, asked: list[str]) -> Grant:
    """Check every topic asked for; one that is not theirs refuses the whole stream."""
    if not asked or len(asked) > MOST_TOPICS:
        raise Invalid(topics=_("Name between 1 and %(most)d topics.") % {"most": MOST_TOPICS})
    topics: dict[str, str] = {}
    feeds: list[Feed] = []
    for name in dict.fromkeys(asked):
        kind, _colon, key = name.partition(":")
        if kind == "feed":
            feeds.append(_feed(person, key))
            continue
        resolver = RESOLVERS.get(kind)
        topic = resolver(person, key) if resolver else None
        if topic is None:
            raise _refusal(name)
        topics[topic] = name
    return Grant(person, topics, tuple(feeds))


def _feed(person: Staff, name: str) -> Feed:
    feed = FEEDS.get(name)
    if feed is None or not person.may(feed.right):
        raise _refusal(f"feed:{name}")
    return feed


def _refusal(name: str) -> Forbidden:
    return Forbidden(_("You may not watch %(topic)s.") % {"topic": name})
