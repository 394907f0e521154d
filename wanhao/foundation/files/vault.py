"""Where the contents lie: sealed in pieces in the data folder, never whole in memory."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from wanhao.common.sealed_files import SealedFile, seal_stream
from wanhao.foundation.privacy.fields import sealer

PURPOSE = "files"


def folder() -> Path:
    """The folder of files, part of every backup."""
    kept: Path = settings.WANHAO.data / "files"
    return kept


def place(public_id: str) -> Path:
    """The sealed file of a public id."""
    return folder() / public_id[:2] / public_id


def keep(public_id: str, content: BinaryIO, length: int) -> None:
    """Seal a content of this length."""
    target = place(public_id)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    seal_stream(content, length, target, sealer=sealer(PURPOSE), about=public_id)


def fetch(public_id: str) -> SealedFile:
    """The content, to be read piece by piece; FileNotFoundError when it is gone."""
    return SealedFile(place(public_id), sealer=sealer(PURPOSE), about=public_id)


def forget(public_id: str) -> None:
    """Remove the content."""
    place(public_id).unlink(missing_ok=True)
