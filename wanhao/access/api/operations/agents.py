"""The agent a token belongs to."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from wanhao.access.api.guards import TokenWith
from wanhao.access.api.schemas import Error
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import actions
from wanhao.service.routing import queries as routing

router = Router(tags=["agents"])


class Presence(Schema):
    """The state wanted; a break needs one of the reasons in use."""

    state: str
    reason: str = ""


class AgentOut(Schema):
    """An agent now; `wanted_state` follows when what is being served has ended."""

    staff_number: str
    state: str
    since: datetime
    reason: str
    wanted_state: str
    load: int
    contacts: list[str]


def _agent(request: HttpRequest) -> AgentOut:
    now = routing.agent_now(viewer(request).pk)
    if now is None:
        raise NotFound(_("You are not an agent yet: a system manager adds you to a queue."))
    agent = now.agent
    return AgentOut(
        staff_number=agent.staff.staff_number,
        state=agent.state,
        since=agent.state_since,
        reason=agent.reason,
        wanted_state=agent.wanted_state,
        load=agent.load,
        contacts=[offer.contact.public_id for offer in now.offers],
    )


@router.get("/me", response={200: AgentOut, 404: Error}, auth=TokenWith(Right.SERVE_CONTACTS), url_name="agent")
def show_me(request: HttpRequest) -> AgentOut:
    """The token's owner as an agent."""
    return _agent(request)


@router.put(
    "/me/presence",
    response={200: AgentOut, 404: Error, 422: Error},
    auth=TokenWith(Right.SERVE_CONTACTS),
    url_name="presence",
)
def change_presence(request: HttpRequest, wanted: Presence) -> AgentOut:
    """Become ready, go on a break, sign out …; ready may bring a contact at once."""
    _agent(request)
    actions.set_state(viewer(request).pk, wanted.state, reason=wanted.reason, by=viewer(request))
    return _agent(request)
