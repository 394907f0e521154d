"""A queue is consulted: the agent waits in it with music for one of its agents, until they give it up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import structlog
from django.utils.translation import gettext_noop

from softswitch.errors import DialFailed, SwitchError
from wanhao.service.calls import consultations, parties, queueing
from wanhao.service.calls.queueing import Ring, Stay
from wanhao.service.telephony.flow.commands import CommandFailed
from wanhao.service.telephony.flow.guests import CONSULT, dial_guest, whole
from wanhao.service.telephony.flow.ringing import answered_or_withdrawn, give_up, outcome_of
from wanhao.service.telephony.flow.waiting import until_changed

if TYPE_CHECKING:
    from softswitch.dialog import Dialog
    from wanhao.service.calls.consultations import Question
    from wanhao.service.calls.parties import Asked
    from wanhao.service.calls.targets import Target
    from wanhao.service.telephony.flow.live_call import LiveCall
    from wanhao.service.telephony.flow.talking import Talk

QUEUE_CLOSED = gettext_noop("This queue is closed now.")
QUEUE_FULL = gettext_noop("Too many wait in this queue already.")
NOBODY_CAME = gettext_noop("Nobody there became free in time. Transfer the caller instead, and they wait in the queue.")
PROBLEMS = {Stay.CLOSED: QUEUE_CLOSED, Stay.FULL: QUEUE_FULL}

log = structlog.get_logger(__name__)


async def first_of_queue(talk: Talk, target: Target, *, by_id: int) -> tuple[Asked, Dialog]:
    """An agent of the queue who has answered; raises CommandFailed. Given up or in vain, the question waits no more."""
    call, found = talk.call, None
    question = await whole(call.exchange.database(consultations.ask_queue, call.contact_id, target, by_id=by_id))
    try:
        async with music_for(call, talk.conversation.agent):
            found = await wait_for_member(call, question)
        return found
    finally:
        if found is None:
            await whole(call.exchange.database(parties.part, question.party_id))


async def wait_for_member(call: LiveCall, question: Question) -> tuple[Asked, Dialog]:
    """Wait in the queue until one of its agents has answered."""
    database = call.exchange.database
    with call.exchange.board.watch(f"contact:{question.waits_as}") as changed:
        standing = await database(consultations.join_queue, call.contact_id, question)
        while standing.stay is Stay.WAITING:
            if standing.ring and (found := await ring_member(call, question, standing.ring, changed)):
                return found
            if not standing.ring:
                await until_changed(call, changed)
            changed.clear()
            standing = await database(queueing.look, question.waits_as)
    raise CommandFailed(PROBLEMS.get(standing.stay, NOBODY_CAME))


async def ring_member(
    call: LiveCall, question: Question, offered: Ring, changed: asyncio.Event
) -> tuple[Asked, Dialog] | None:
    """Ring the agent offered; None when they do not take it, or the offer was withdrawn."""
    database, member = call.exchange.database, None
    ring = await database(queueing.in_full, offered)
    if ring is None:
        return None
    dialling = asyncio.create_task(dial_guest(call, ring.user, CONSULT, ring.seconds_left))
    call.exchange.later(queueing.note_ringing, ring)
    try:
        member = await answered_or_withdrawn(call, ring, dialling, changed)
    except DialFailed as failed:
        log.info("consulted agent not reached", contact=call.public_id, staff=ring.user, code=failed.code)
        await database(queueing.refuse, ring, outcome_of(failed))
    finally:
        await give_up(dialling, keep=member)
    return await claimed(call, question, ring, member) if member else None


async def claimed(call: LiveCall, question: Question, ring: Ring, member: Dialog) -> tuple[Asked, Dialog] | None:
    """The agent who answered is ours; hung up when the offer was over, or the question is given up meanwhile."""
    asked = None
    try:
        asked = await whole(call.exchange.database(consultations.taken, question, ring))
    finally:
        if asked is None:
            await member.hangup()
    return None if asked is None else (asked, member)


@asynccontextmanager
async def music_for(call: LiveCall, agent: Dialog) -> AsyncIterator[None]:
    """Music in the agent's ear, too."""
    await agent.start_music(await call.exchange.voice.music())
    try:
        yield
    finally:
        with suppress(SwitchError):
            await agent.stop_playing()
