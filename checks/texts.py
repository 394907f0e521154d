"""Every text of an application has its Chinese in that application's own catalogue: `python -m checks.texts`.

Django puts all catalogues into one space, so a text has the same Chinese in each of them; where it means two things,
one of them has a context (`pgettext`).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("config", "wanhao")
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Text = tuple[str, str | None]


def home_of(file: Path) -> Path:
    """The folder whose catalogue holds the texts of a file: its application, or config."""
    for folder in file.parents:
        if (folder / "apps.py").exists() or folder == ROOT / "config":
            return folder
    return ROOT / "config"


def texts_of(file: Path) -> Iterator[tuple[int, Text]]:
    """Line and text (with its context) of everything marked for translation."""
    source = file.read_text()
    if file.suffix in (".html", ".txt"):
        # Lines begin where they like in a template, and Python's reader would mind.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        text = message[0] if isinstance(message, tuple) else message
        if text:
            yield line, (text, context)


def untranslated(folder: Path, files: list[Path]) -> Iterator[str]:
    """What is missing in the catalogue of one application."""
    known = catalogue(folder / CATALOGUE)
    for file in files:
        for line, (text, context) in texts_of(file):
            entry = known.get(text, context)
            if entry is None or entry.fuzzy or not filled(entry.string):
                yield f"{file.relative_to(ROOT)}:{line}: no Chinese for {text!r} in {folder.relative_to(ROOT)}"


def contradictions(catalogues: Mapping[str, Catalog]) -> Iterator[str]:
    """Texts that are Chinese in one way here and in another there."""
    seen: dict[tuple[object, str | None], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, known in catalogues.items():
        for entry in known:
            if entry.id:
                chinese = entry.string if isinstance(entry.string, str) else " | ".join(entry.string or ())
                seen[entry.id, entry.context][chinese].append(name)
    for (text, _context), found in seen.items():
        if len(found) > 1:
            ways = "; ".join(f"{chinese} ({', '.join(names)})" for chinese, names in found.items())
            yield f"{text!r} has more than one Chinese, give one of them a context: {ways}"


def catalogue(file: Path) -> Catalog:
    """The catalogue, empty when there is none yet."""
    if not file.exists():
        return Catalog(locale="zh_Hans")
    with file.open("rb") as source:
        return read_po(source, locale="zh_Hans")


def filled(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """A text, or every plural form of it, is there."""
    return bool(string) if isinstance(string, str) else string is not None and bool(string) and all(string)


def main() -> int:
    """Say what is missing; exit 1 when anything is."""
    settings.configure()
    homes: dict[Path, list[Path]] = {}
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".html", ".txt") and "migrations" not in file.parts:
                homes.setdefault(home_of(file), []).append(file)
    found = [line for home, files in homes.items() for line in untranslated(home, files)]
    found += contradictions({str(home.relative_to(ROOT)): catalogue(home / CATALOGUE) for home in homes})
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
