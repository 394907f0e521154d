"""The people who hear each other now: two are bridged leg to leg, more of them sit around the mixer."""

import contextlib
from collections.abc import Callable, Sequence
from functools import partial

from softswitch.audience import SILENT, Role, gains
from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, MediaLost, MixerLost
from softswitch.mixer import Conference, Mixer


class Table:
    """Points the legs of those who sit here."""

    def __init__(self, mixer: Mixer | None) -> None:
        self._mixer = mixer
        self._conference: Conference | None = None

    @property
    def is_mixed(self) -> bool:
        """Is the mixer between them?"""
        return self._conference is not None

    async def seat(self, people: Sequence[tuple[Dialog, Role]], on_lost: Callable[[], None]) -> None:
        """These hear each other from now on, each according to the roles; raises MixerLost, ConferenceFull.

        `on_lost` is called when the mixer dies under them.
        """
        if len(people) < 2:
            for dialog, _role in people:
                await _quietly(dialog, None)
        elif _may_be_bridged(people):
            (one, _), (other, _) = people
            await _quietly(one, other.leg.inside)
            await _quietly(other, one.leg.inside)
        else:
            await self._mix(people, on_lost)
            return
        await self.clear()

    async def clear(self) -> None:
        """The mixer is not needed any more; legs that pointed at it are pointed elsewhere by now."""
        conference, self._conference = self._conference, None
        if conference is not None:
            await conference.close()

    async def _mix(self, people: Sequence[tuple[Dialog, Role]], on_lost: Callable[[], None]) -> None:
        """First the seats, then the legs: nobody misses a word."""
        if self._mixer is None:
            raise MixerLost("this switch has no mixer")
        if self._conference is None:
            self._conference = await self._mixer.open(partial(self._lost, on_lost))
        await self._conference.arrange([dialog.leg for dialog, _role in people], gains([role for _, role in people]))
        for dialog, _role in people:
            await _quietly(dialog, self._mixer.port)

    def _lost(self, on_lost: Callable[[], None]) -> None:
        self._conference = None
        on_lost()


def _may_be_bridged(people: Sequence[tuple[Dialog, Role]]) -> bool:
    all_talk = not any(role in SILENT for _dialog, role in people)
    return len(people) == 2 and all_talk and people[0][0].codec is people[1][0].codec


async def _quietly(dialog: Dialog, port: int | None) -> None:
    """Stop what plays and point the leg there, or nowhere; a dialog that is ending needs nothing any more."""
    with contextlib.suppress(MediaLost, CallEnded):
        await dialog.leg.stop_playing()
        if port is None:
            await dialog.leg.silence()
        else:
            await dialog.leg.point_inside(port)
