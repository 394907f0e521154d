"""Long sealed files: any part readable, any change noticed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wanhao.common.sealed_files import HEADER, PIECE_BYTES, SIZE, SealedFile, seal_file
from wanhao.common.sealing import CannotUnseal, Sealer

SEALER = Sealer(("k1:0123456789abcdef0123456789",), "recordings")
CONTENT = bytes(range(256)) * 700 + b"end"  # three pieces, the last a short one


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "plain").write_bytes(CONTENT)
    seal_file(folder / "plain", folder / "sealed", sealer=SEALER, about="r1")
    return folder / "sealed"


def opened(path: Path, about: str = "r1") -> SealedFile:
    return SealedFile(path, sealer=SEALER, about=about)


def test_the_whole_comes_back_and_nothing_is_readable_on_disk(sealed: Path) -> None:
    assert len(CONTENT) > 2 * PIECE_BYTES
    assert b"".join(opened(sealed).read()) == CONTENT
    assert opened(sealed).length == len(CONTENT)
    assert CONTENT[:64] not in sealed.read_bytes()


@given(st.integers(0, len(CONTENT) + 10), st.integers(0, len(CONTENT) + 10))
@settings(max_examples=60, deadline=None)
def test_any_part_is_that_part(sealed: Path, start: int, end: int) -> None:
    assert b"".join(opened(sealed).read(start, end)) == CONTENT[start:end]


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    seal_file(tmp_path / "plain", tmp_path / "sealed", sealer=SEALER, about="r1")
    assert b"".join(opened(tmp_path / "sealed").read()) == b""


def pieces(path: Path) -> list[bytes]:
    data, at, found = path.read_bytes(), HEADER.size, []
    while at < len(data):
        size = SIZE.unpack(data[at : at + SIZE.size])[0]
        found.append(data[at : at + SIZE.size + size])
        at += SIZE.size + size
    return found


@pytest.mark.parametrize("harm", ["flipped", "swapped", "cut", "other file", "no header"])
def test_harm_is_noticed(sealed: Path, tmp_path: Path, harm: str) -> None:
    data = bytearray(sealed.read_bytes())
    parts = pieces(sealed)
    if harm == "flipped":
        data[len(data) // 2] ^= 1
    elif harm == "swapped":
        data = bytearray(bytes(data[: HEADER.size]) + parts[1] + parts[0] + parts[2])
    elif harm == "cut":
        data = bytearray(bytes(data[: HEADER.size]) + parts[0])
    elif harm == "no header":
        data = bytearray(b"RIFF")
    (tmp_path / "harmed").write_bytes(data)
    with pytest.raises(CannotUnseal):
        b"".join(opened(tmp_path / "harmed", "r2" if harm == "other file" else "r1").read())
