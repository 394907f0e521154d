"""Publish only the named files of the browser libraries, straight out of node_modules: no bundler, no copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

VENDOR_FILES = {
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "vendor/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/tabler.min.js.map": "@tabler/core/dist/js/tabler.min.js.map",
    "vendor/tabler-icons.min.css": "@tabler/icons-webfont/dist/tabler-icons.min.css",
    "vendor/tabler-icons.min.css.map": "@tabler/icons-webfont/dist/tabler-icons.min.css.map",
    "vendor/fonts/tabler-icons.woff2": "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2",
    "vendor/fonts/tabler-icons.woff": "@tabler/icons-webfont/dist/fonts/tabler-icons.woff",
    "vendor/fonts/tabler-icons.ttf": "@tabler/icons-webfont/dist/fonts/tabler-icons.ttf",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/sse.min.js": "htmx-ext-sse/dist/sse.min.js",
    "vendor/echarts.min.js": "echarts/dist/echarts.min.js",
    "vendor/jssip.min.js": "jssip/dist/jssip.min.js",
}


class OneFile(FileSystemStorage):
    """A storage that knows one file, under whatever name it is asked for."""

    def __init__(self, real: Path) -> None:
        self.real = real
        super().__init__(location=real.parent)

    def path(self, name: str) -> str:
        """Where the file really lies."""
        return str(self.real)


class VendorFinder(BaseFinder):
    """Finds the browser libraries under `vendor/`."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing to check: a missing file is reported when it is listed."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The real path of a published file."""
        name = VENDOR_FILES.get(path.replace("\\", "/"))
        file = settings.NODE_MODULES / name if name else None
        hits = [str(file)] if file and file.is_file() else []
        if find_all or kwargs.get("all"):
            return hits
        return hits[0] if hits else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, OneFile]]:
        """Every published file; a missing one stops with a clear word."""
        for name, source in VENDOR_FILES.items():
            file = settings.NODE_MODULES / source
            if not file.is_file():
                raise FileNotFoundError(f"{file} is missing: the browser libraries are not installed, run `make run`.")
            yield name, OneFile(file)
