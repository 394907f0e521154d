"""Prompt files for live calls: there at once when made before, spoken by the way when not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from wanhao.service.speech.cache import PromptCache, Said, is_whole

KNOWN_SECONDS = 60.0  # what was there is not looked for again so soon: every call says the same few things


class Voice:
    """What the process says. Two calls that need the same new prompt wait for one piece of work."""

    def __init__(self, cache: PromptCache) -> None:
        self._cache = cache
        self._being_made: dict[Path, asyncio.Task[int]] = {}
        self._seen_at: dict[Path, float] = {}
        self._sounds: dict[str, Path] = {}

    async def file(self, said: Said) -> Path:
        """The file the switch plays."""
        path = self._cache.path_of(said)
        if path not in self._being_made and self._is_there(path):
            return path
        if path not in self._being_made:
            task = asyncio.create_task(asyncio.to_thread(self._cache.make, [said]))
            self._being_made[path] = task
            task.add_done_callback(lambda _done: self._being_made.pop(path, None))
        await asyncio.shield(self._being_made[path])
        return path

    async def once(self, said: Said, name: str) -> Path:
        """A private sentence in a file of its own; give it to `forget` afterwards."""
        return await asyncio.to_thread(self._cache.say_once, said, name)

    def forget(self, prompt: Path) -> None:
        """Delete the file of a private sentence."""
        self._cache.forget(prompt)

    async def music(self) -> Path:
        """The music on hold."""
        return await self._sound("music", self._cache.music)

    async def beep(self) -> Path:
        """The sound after which callers speak."""
        return await self._sound("beep", self._cache.beep)

    async def chime(self) -> Path:
        """The tone that says somebody is listening."""
        return await self._sound("chime", self._cache.chime)

    def _is_there(self, path: Path) -> bool:
        """Whole on disk, now or a moment ago."""
        now = time.monotonic()
        if now - self._seen_at.get(path, -KNOWN_SECONDS) < KNOWN_SECONDS:
            return True
        if not is_whole(path):
            return False
        self._seen_at[path] = now
        return True

    async def _sound(self, name: str, make: Callable[[], Path]) -> Path:
        if name not in self._sounds or not self._is_there(self._sounds[name]):
            self._sounds[name] = await asyncio.to_thread(make)
        return self._sounds[name]
