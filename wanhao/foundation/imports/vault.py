"""Where lists lie: sealed in the data folder, because they hold private data; removed when no longer needed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from wanhao.foundation.privacy.fields import sealer


def place(public_id: str, part: str) -> Path:
    """The file of one part (`list` or `rejected`) of an import."""
    folder: Path = settings.WANHAO.data / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{public_id}.{part}"


def keep(public_id: str, part: str, content: bytes) -> None:
    """Seal and store."""
    target = place(public_id, part)
    fresh = target.with_suffix(f".{part}.new")
    fresh.write_bytes(sealer("imports").seal_bytes(content, public_id.encode()))
    fresh.replace(target)


def fetch(public_id: str, part: str) -> bytes:
    """Read and open; empty when it is gone."""
    target = place(public_id, part)
    return sealer("imports").unseal_bytes(target.read_bytes(), public_id.encode()) if target.exists() else b""


def forget(public_id: str, part: str) -> None:
    """Remove."""
    place(public_id, part).unlink(missing_ok=True)


def forget_before(moment: datetime) -> int:
    """Remove everything stored before this; how many files."""
    old = [file for file in place("x", "list").parent.iterdir() if file.stat().st_mtime < moment.timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
