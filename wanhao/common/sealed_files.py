"""Long files sealed in pieces, so that any part can be opened without the rest.

Layout: 8 bytes of magic, length of the content and of a piece (big-endian, 8 and 4 bytes), then the sealed pieces,
each preceded by its sealed size (4 bytes). Every piece is bound to the file's subject, its place and the length of the
whole, so pieces cannot be swapped, dropped or taken from another file unnoticed.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from wanhao.common.sealing import CannotUnseal, Sealer

MAGIC = b"WANHAO\x01\n"
HEADER = struct.Struct(">8sQI")
SIZE = struct.Struct(">I")
PIECE_BYTES = 64 * 1024


def seal_file(source: Path, target: Path, *, sealer: Sealer, about: str) -> None:
    """Seal `source` into `target`, which appears whole (and on disk) or not at all."""
    with source.open("rb") as plain:
        seal_stream(plain, source.stat().st_size, target, sealer=sealer, about=about)


def seal_stream(plain: BinaryIO, length: int, target: Path, *, sealer: Sealer, about: str) -> None:
    """The same from an open file of this length, piece by piece: nothing of it but one piece is in memory."""
    partial = target.with_name(target.name + ".partial")
    with partial.open("wb") as sealed:
        sealed.write(HEADER.pack(MAGIC, length, PIECE_BYTES))
        for number in range(_pieces(length, PIECE_BYTES)):
            piece = sealer.seal_bytes(plain.read(PIECE_BYTES), _bound_to(about, number, length))
            sealed.write(SIZE.pack(len(piece)))
            sealed.write(piece)
        sealed.flush()
        os.fsync(sealed.fileno())
    partial.replace(target)


class SealedFile:
    """A sealed file opened for reading any part of it."""

    def __init__(self, path: Path, *, sealer: Sealer, about: str) -> None:
        self._path, self._sealer, self._about = path, sealer, about
        with path.open("rb") as file:
            head = file.read(HEADER.size)
        if len(head) != HEADER.size or not head.startswith(MAGIC):
            raise CannotUnseal(f"{path.name} is not a sealed file")
        _magic, self.length, self._piece_bytes = HEADER.unpack(head)

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `end` (not included), piece by piece; raises CannotUnseal."""
        end = self.length if end is None else min(end, self.length)
        if start >= end:
            return
        with self._path.open("rb") as file:
            first = start // self._piece_bytes
            self._skip_to(file, first)
            for number in range(first, _pieces(end, self._piece_bytes)):
                begin = number * self._piece_bytes
                yield self._piece(file, number)[max(0, start - begin) : end - begin]

    def _skip_to(self, file: BinaryIO, number: int) -> None:
        """Every piece but the last has the same sealed size."""
        file.seek(HEADER.size)
        if number:
            size = SIZE.unpack(file.read(SIZE.size))[0]
            file.seek(HEADER.size + number * (SIZE.size + size))

    def _piece(self, file: BinaryIO, number: int) -> bytes:
        head = file.read(SIZE.size)
        if len(head) != SIZE.size:
            raise CannotUnseal(f"{self._path.name} was cut short")
        sealed = file.read(SIZE.unpack(head)[0])
        return self._sealer.unseal_bytes(sealed, _bound_to(self._about, number, self.length))


def _pieces(length: int, piece_bytes: int) -> int:
    return -(-length // piece_bytes)


def _bound_to(about: str, number: int, length: int) -> bytes:
    return f"{about}|{number}|{length}".encode()
