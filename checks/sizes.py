"""Files of at most 400 lines, functions of at most 50: `python -m checks.sizes`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("checks", "config", "lab", "softswitch", "tests", "wanhao")
KINDS = {".py", ".sql", ".html", ".css", ".js"}
FILE_LINES = 400
FUNCTION_LINES = 50


def sources() -> Iterator[Path]:
    """Everything we write ourselves, but migrations, which Django writes."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in KINDS and "migrations" not in file.parts:
                yield file


def too_long(file: Path) -> Iterator[str]:
    """What is too long in one file."""
    text = file.read_text()
    name = file.relative_to(ROOT)
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{name}: {lines} lines, at most {FILE_LINES}"
    if file.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"


def main() -> int:
    """Say what is too long; exit 1 when anything is."""
    found = [line for file in sources() for line in too_long(file)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
