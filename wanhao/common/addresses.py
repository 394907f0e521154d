"""What stands in an address, read as what it should be."""

LONGEST = 17  # digits: more do not fit a row's number


def whole(text: str) -> int | None:
    """A whole number out of an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
