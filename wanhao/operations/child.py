"""What every process we start has in common: as whom it runs, what it may open, and that it ends when we do."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import stat
from pathlib import Path
from typing import Any

MOST_FILES = 65_536


class NoUserForChildren(Exception):
    """As root, PostgreSQL needs a user `postgres` or `nobody` to run as, and there is none."""


def unprivileged() -> dict[str, Any]:
    """Arguments for subprocess: PostgreSQL refuses root, so as root its programs run as `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
    raise NoUserForChildren(NoUserForChildren.__doc__)


def within_reach(folder: Path, user: dict[str, Any]) -> bool:
    """May this user enter the folder, through every folder above it?"""
    if not user:
        return True
    folder = folder.resolve()
    return all(may_enter(part, user["user"], user["group"]) for part in (folder, *folder.parents) if part.exists())


def may_enter(folder: Path, uid: int, gid: int) -> bool:
    """The right to pass through one folder, by its permission bits."""
    found = folder.stat()
    if found.st_uid == uid:
        return bool(found.st_mode & stat.S_IXUSR)
    return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == gid else stat.S_IXOTH))


def ends_with_us(signal_name: str) -> list[str]:
    """Words before a command, so that the kernel signals it should we be killed ourselves."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name, "--"] if setpriv else []


def allow_many_files() -> None:
    """Let this process and those it starts open as many files as its user may; most users begin with 1,024."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, wanted), most))
