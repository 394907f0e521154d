"""The command line: `wanhao …` or `python -m wanhao …`."""

from __future__ import annotations

import os


def main() -> None:
    """Run one command; whatever is wrong with a setting or the machine is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from wanhao.operations.cli import run

    run()


if __name__ == "__main__":
    main()
