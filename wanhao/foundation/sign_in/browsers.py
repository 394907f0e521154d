"""What browsers call themselves, as people would say it."""

from __future__ import annotations

import re

# The first that fits counts: most browsers also name those they descend from.
BROWSERS = (
    ("Edge", r"Edg\w*/(\d+)"),
    ("Firefox", r"Firefox/(\d+)"),
    ("Chrome", r"Chrom\w+/(\d+)"),
    ("Safari", r"Version/(\d+)"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iOS", "iPhone|iPad"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS X"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """`Mozilla/5.0 (Windows NT 10.0) … Chrome/131.0 …` is "Chrome 131 · Windows"; what is unknown stays as it is."""
    found = [f"{name} {match[1]}" for name, pattern in BROWSERS if (match := re.search(pattern, user_agent))][:1]
    found += [name for name, pattern in SYSTEMS if re.search(pattern, user_agent)][:1]
    return " · ".join(found) or user_agent
