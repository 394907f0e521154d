"""Prompt files for live calls: there at once when made before, spoken by the way when not."""

from __future__ import annotations

import asyncio
from pathlib import Path

from wanhao.service.telephony.sounds.cache import PromptCache, Said


class Voice:
    """What the process says. Two calls that need the same new prompt wait for one piece of work."""

    def __init__(self, cache: PromptCache) -> None:
        self._cache = cache
        self._being_made: dict[Path, asyncio.Task[int]] = {}

    async def file(self, said: Said) -> Path:
        """The file the switch plays."""
        path = self._cache.path_of(said)
        if path not in self._being_made and self._cache.is_ready(said):
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
        return await asyncio.to_thread(self._cache.music)

    async def beep(self) -> Path:
        """The sound after which callers speak."""
        return await asyncio.to_thread(self._cache.beep)

    async def chime(self) -> Path:
        """The tone that says somebody is listening."""
        return await asyncio.to_thread(self._cache.chime)
