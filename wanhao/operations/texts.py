"""Compiled texts: .po files become .mo beside them, with Babel because msgfmt may be missing."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDERS = ("config", "wanhao", "lab")


def compile_all(root: Path) -> int:
    """Compile every .po that is newer than its .mo; returns how many were."""
    stale = [file for folder in FOLDERS for file in (root / folder).rglob("*.po") if is_stale(file)]
    for file in stale:
        compile_one(file)
    return len(stale)


def is_stale(po_file: Path) -> bool:
    """True when the compiled file is missing or older."""
    compiled = po_file.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < po_file.stat().st_mtime


def compile_one(po_file: Path) -> None:
    """Write the .mo; whoever reads it meanwhile sees the old or the new one."""
    with po_file.open("rb") as source:
        catalogue = read_po(source)
    unfinished = po_file.with_suffix(".mo.new")
    with unfinished.open("wb") as target:
        write_mo(target, catalogue)
    unfinished.replace(po_file.with_suffix(".mo"))
