"""One house to a data folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wanhao.operations.launcher.failed import LaunchFailed


@contextmanager
def house_lock(data: Path) -> Iterator[None]:
    """Hold the data folder; raises LaunchFailed when another house runs in it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / "house.lock").open("a+")
    except OSError as error:
        raise LaunchFailed(f"WANHAO_DATA={data} cannot be written: {error.strerror}.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LaunchFailed(
                f"WANHAO_DATA={data} is in use by process {file.read().strip() or 'unknown'}: "
                "stop it, or give another folder."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_running(data: Path) -> bool:
    """True while a house holds the data folder."""
    try:
        with house_lock(data):
            return False
    except LaunchFailed:
        return True
