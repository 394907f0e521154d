"""Where recordings lie: raw captures for a moment, sealed files until their time is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from wanhao.common.sealed_files import SealedFile
from wanhao.foundation.privacy.fields import sealer
from wanhao.service.recordings.models import Recording


@dataclass(frozen=True)
class OpenedRecording:
    """A sealed recording ready to be read in parts."""

    public_id: str
    seconds: float
    length: int
    file: SealedFile

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Bytes of the WAV file from `start` to before `end`."""
        return self.file.read(start, end)

    async def stream(self, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The same, opened piece after piece in a thread, so that a long recording holds up nobody else."""
        pieces = self.read(start, end)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece


def open_file(row: Recording) -> OpenedRecording:
    """The sealed file of a ready recording; raises CannotUnseal, FileNotFoundError."""
    path = recordings_folder() / row.file_name
    file = SealedFile(path, sealer=sealer("recordings"), about=row.public_id)
    return OpenedRecording(row.public_id, row.seconds, file.length, file)


def captures_folder() -> Path:
    """Raw captures of running and unconverted recordings; nobody else may read them."""
    return _private_folder("captures")


def recordings_folder() -> Path:
    """Sealed recordings."""
    return _private_folder("recordings")


def _private_folder(name: str) -> Path:
    """A folder under the data folder that only this user may open."""
    folder: Path = settings.WANHAO.data / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def fingerprint(path: Path) -> str:
    """SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
