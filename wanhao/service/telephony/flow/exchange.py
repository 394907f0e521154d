"""The running telephony process: the switch, its calls, and what they share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

import structlog
from django.conf import settings

from softswitch.certificates import self_signed
from softswitch.dialog import Dialog
from softswitch.errors import DialFailed
from softswitch.switch import Switch, SwitchConfig
from wanhao.common.phone_numbers import is_barred
from wanhao.service.calls import nodes, presence, queries
from wanhao.service.calls.models import CallPolicy
from wanhao.service.calls.queueing import Ring
from wanhao.service.recordings.files import captures_folder
from wanhao.service.speech import prompts
from wanhao.service.speech.prompts import Phrasebook
from wanhao.service.telephony import menu, rehearsal
from wanhao.service.telephony.flow.announcing import Announcer
from wanhao.service.telephony.flow.arranging import Arranger
from wanhao.service.telephony.flow.board import Board
from wanhao.service.telephony.flow.calling_back import CallbackRinger
from wanhao.service.telephony.flow.commands import Desk
from wanhao.service.telephony.flow.database import Database
from wanhao.service.telephony.flow.inbound import take_call
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.outbound import dial_out
from wanhao.service.telephony.flow.phones import Phones
from wanhao.service.telephony.flow.polling import Polls, take_ballot
from wanhao.service.telephony.flow.second_line import consult_by_telephone, serving
from wanhao.service.telephony.flow.test_call import take_test_call
from wanhao.service.telephony.flow.voice import Voice

REFRESH_SECONDS = 5.0
TIDY_SECONDS = 15.0
FAREWELL_SECONDS = 8.0

Given = ParamSpec("Given")


class Exchange:
    """Everything of one process; made and run inside asyncio."""

    def __init__(self, node_id: int) -> None:
        self.environment = settings.WANHAO
        self.log = structlog.get_logger(__name__)
        self.node_id = node_id
        self.captures = captures_folder()
        self.calls: dict[int, LiveCall] = {}
        self.is_stopping = False
        self.policy = CallPolicy()
        self.database, self.board = Database(), Board()
        self.voice = Voice(prompts.cache())
        self.desk = Desk(self.database, self.calls)
        self.phones = Phones(self.database, self.spawn)
        self.polls = Polls(self)
        self.announcer, self.arranger = Announcer(self), Arranger(self)
        self.callbacks = CallbackRinger(self)
        self._tasks: set[asyncio.Task[None]] = set()
        self._menu: menu.Menu | None = None
        self.switch = Switch(
            self._switch_config(),
            password_of=self.phones.password_of,
            on_call=self._on_call,
            on_registration=self.phones.changed,
            on_media_lost=self._on_media_lost,
        )

    def _switch_config(self) -> SwitchConfig:
        environment = self.environment
        certificate, private_key = environment.wss_certificate, environment.wss_key
        if certificate is None or private_key is None:
            folder = environment.data / "certificates"
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            certificate, private_key = self_signed(environment.host, folder)
        return SwitchConfig(
            host=environment.host,
            sip_port=environment.sip_port,
            wss_port=environment.wss_port,
            rtp_ports=environment.rtp_ports,
            recordings=self.captures,
            certificate=certificate,
            private_key=private_key,
            realm=queries.REALM,
            trunks=environment.trunks,
        )

    async def start(self) -> None:
        """Read what calls need, open the ports; raises softswitch.PortTaken."""
        await self.phones.refresh()
        await self._refresh()
        await self.switch.start()
        self.board.hear("call", self._asked)
        self.board.hear("sip-accounts", self.phones.is_stale)
        self.board.hear("announcement", lambda _topic: self.announcer.wake())
        self.board.hear("arranged-call", lambda _topic: self.arranger.wake())
        if self.environment.outbound_trunk:
            for kind in ("callbacks", "contact"):
                self.board.hear(kind, self.callbacks.heard)
            self.spawn(self.callbacks.run())
        self.board.hear("menu", lambda _topic: self.spawn(self._quietly(self._refresh)))
        for work in (
            self.board.run,
            self.phones.keep_fresh,
            self._keep_fresh,
            self._beat,
            self._tidy,
            self.announcer.run,
            self.arranger.run,
        ):
            self.spawn(work())
        self.spawn(self._quietly(self.switch.mixer.start))  # so that the first conference need not wait for it
        self._speak()

    async def stop(self) -> None:
        """End all calls, each with its contact closed, then everything else."""
        self.is_stopping = True
        for call in list(self.calls.values()):
            await call.dialog.hangup()
        closing = [asyncio.create_task(call.closed.wait()) for call in self.calls.values()]
        if closing:
            await asyncio.wait(closing, timeout=FAREWELL_SECONDS)
        await self.switch.stop()
        await self.database(nodes.close_calls_of, self.node_id, reason="process_stopped")
        await self.database(nodes.stop_node, self.node_id)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.database.close()

    # -- calls --------------------------------------------------------------------------------------------

    async def _on_call(self, dialog: Dialog) -> None:
        current = self._menu
        if current is None or self.is_stopping:
            await dialog.reject(503, "Service Unavailable")
        elif entrance := current.entrances.get(dialog.called):
            await take_call(self, dialog, current, entrance)
        elif poll := self.polls.by_number.get(dialog.called):
            await take_ballot(self, dialog, poll)
        elif dialog.user is not None and dialog.called.startswith(rehearsal.DRAFT_NUMBER):
            await take_test_call(self, dialog)
        elif talk := serving(self.calls, dialog.user):
            await consult_by_telephone(talk, dialog)
        elif dialog.user is not None:
            await dial_out(self, dialog, current)
        else:
            await dialog.reject(404, "Not Found")

    @property
    def phrases(self) -> Phrasebook:
        """What the programme's own prompts say."""
        assert self._menu is not None  # it is read before the first call is taken
        return self._menu.phrases

    def hand_over(self, ring: Ring | None) -> None:
        """An agent was freed for a caller: ring them at once if the call is ours, without waiting for the notice."""
        if ring is not None and (call := self.calls.get(ring.contact_id)):
            call.next_ring = ring
            self.board.wake(f"contact:{ring.contact_id}")

    def current_menu(self) -> menu.Menu:
        """The menus as they are now; read before the first call."""
        assert self._menu is not None
        return self._menu

    def _asked(self, topic: str) -> None:
        """Somebody asked something of a call, or we may have missed it."""
        _kind, _colon, key = topic.partition(":")
        wanted = [int(key)] if key.isdigit() else list(self.calls)
        for contact_id in wanted:
            if contact_id in self.calls:
                self.spawn(self.desk.take(contact_id))

    def _on_media_lost(self) -> None:
        self.later(nodes.note_media_lost, self.node_id)

    async def staff_numbers(self) -> frozenset[str]:
        """Numbers of colleagues, which are not customers."""
        return await self.database(presence.staff_numbers)

    def outside(self, number: str) -> str:
        """The address of a number behind the trunk, for every call that leaves the house; raises DialFailed."""
        if is_barred(number, self.environment.barred_numbers):
            raise DialFailed(484, "this number is never dialled")
        return f"sip:{number}@{self.environment.outbound_trunk}"

    @property
    def hotline(self) -> str:
        """The number calls of the house itself show: the first that customers dial."""
        return next(iter(self._menu.entrances), "") if self._menu else ""

    # -- work beside the calls ----------------------------------------------------------------------------

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run beside the calls until the process ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def later(self, function: Callable[Given, object], *values: Given.args, **named: Given.kwargs) -> None:
        """Have something written without a caller waiting for it."""
        self.spawn(self._quietly(lambda: self.database(function, *values, **named)))

    async def _quietly(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        try:
            await work()
        except Exception:
            self.log.exception("work beside a call failed")

    async def _keep_fresh(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            await self._quietly(self._refresh)

    async def _refresh(self) -> None:
        """The menu and the policy as they are now; calls that are under way keep what they began with."""
        known, self._menu = self._menu, await self.database(menu.current_menu)
        if known is not None and self._menu.phrases != known.phrases:
            self._speak()
        self.policy = await self.database(queries.call_policy)
        self.phones.grace_seconds = self.policy.phone_grace_seconds
        await self.polls.refresh()

    def _speak(self) -> None:
        """Have what is new in the menu spoken before a caller needs it."""
        if self._menu is not None:
            self.later(prompts.make_all, self._menu.phrases)

    async def _beat(self) -> None:
        while True:
            await self._quietly(lambda: self.database(nodes.beat, self.node_id))
            await asyncio.sleep(nodes.BEAT_SECONDS)

    async def _tidy(self) -> None:
        """Close rows of calls we do not have any more, which a database that was away left open."""
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            before = set(self.calls)
            await asyncio.sleep(TIDY_SECONDS)
            kept = frozenset(before | set(self.calls))
            self.later(nodes.close_calls_of, self.node_id, except_contacts=kept)
