"""Long streams sealed piece by piece: each knows its file and place, so none can be changed or left out."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wanhao.common.sealing import CannotUnseal, Sealer

PIECE_BYTES = 1 << 20
LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Written:
    """What was written: bytes on disk and their digest."""

    size: int
    sha256: str


def about(name: str, number: int, is_last: bool) -> bytes:
    """What a piece is bound to."""
    return f"{name}:{number}:{'last' if is_last else 'more'}".encode()


def in_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size."""
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > PIECE_BYTES:
            yield waiting[:PIECE_BYTES]
            waiting = waiting[PIECE_BYTES:]
    yield waiting


def write_sealed(file: Path, chunks: Iterable[bytes], sealer: Sealer) -> Written:
    """Seal a stream into a file; the last piece is marked so that a cut file is noticed."""
    digest, size = hashlib.sha256(), 0
    with file.open("xb") as target:
        pieces = in_pieces(chunks)
        piece = next(pieces)
        number = 0
        while True:
            following = next(pieces, None)
            sealed = sealer.seal_bytes(piece, about(file.name, number, following is None))
            for part in (LENGTH.pack(len(sealed)), sealed):
                digest.update(part)
                size += target.write(part)
            if following is None:
                return Written(size, digest.hexdigest())
            piece, number = following, number + 1


def read_sealed(file: Path, sealer: Sealer) -> Iterator[bytes]:
    """Open a sealed file piece by piece; raises CannotUnseal when anything was changed."""
    left, number = file.stat().st_size, 0
    with file.open("rb") as source:
        while left:
            head = source.read(LENGTH.size)
            sealed = source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
            left -= len(head) + len(sealed)
            if not sealed:
                raise CannotUnseal(f"{file.name} is cut short")
            yield sealer.unseal_bytes(sealed, about(file.name, number, left == 0))
            number += 1


def digest_of(file: Path) -> Written:
    """Size and digest of a file on disk."""
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256")
    return Written(file.stat().st_size, digest.hexdigest())
