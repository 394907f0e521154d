"""What a backup holds, with the digest of every file and the number of rows of every table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from wanhao.common.errors import Refused
from wanhao.operations.backups.sealed_stream import Written, digest_of

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """The list of contents."""

    made_at: str
    version: str
    server_version: int
    key_id: str
    rows: dict[str, int]
    files: dict[str, dict[str, int | str]]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Keep it in the backup; it comes last, so a backup without it is unfinished."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup."""
    try:
        return Manifest(**json.loads((folder / NAME).read_text()))
    except FileNotFoundError:
        raise Refused(f"{folder} is no finished backup: there is no {NAME}.") from None
    except (ValueError, TypeError):
        raise Refused(f"{folder / NAME} cannot be read: the backup is damaged.") from None


def entry(written: Written) -> dict[str, int | str]:
    """A file as the manifest lists it."""
    return {"size": written.size, "sha256": written.sha256}


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Refuse a backup of which any file is missing or altered."""
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise Refused(f"{file} is missing: the backup is not whole.")
        if entry(digest_of(file)) != expected:
            raise Refused(f"{file} was altered since the backup was made: its digest differs.")
