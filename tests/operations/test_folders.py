"""A folder as it goes into a backup: whole, or an error."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest

from wanhao.operations.backups.making import tar_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("1", "2", "3"):
        (tmp_path / name).write_text(name * 10)
    return tmp_path


def names(folder: Path) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(b"".join(tar_of(folder)))) as tar:
        return tar.getnames()


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The second file gives an error when it is read."""
    add = tarfile.TarFile.add

    def add_or_fail(tar: tarfile.TarFile, name: Path, *args: Any, **options: Any) -> None:
        if Path(name).name == "2":
            raise error
        add(tar, name, *args, **options)

    monkeypatch.setattr(tarfile.TarFile, "add", add_or_fail)


def test_a_file_that_went_away_meanwhile_takes_no_other_with_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, FileNotFoundError("2"))
    assert names(folder) == ["1", "3"]


def test_a_file_that_cannot_be_read_ends_the_backup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, PermissionError("2"))
    with pytest.raises(PermissionError):
        names(folder)
