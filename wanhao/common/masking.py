"""How private data is shown to those who need not see all of it."""

MOST_STARS = 4
HIDDEN = "*" * MOST_STARS  # what stands for the rest of an address


def mask_name(name: str) -> str:
    """王小明 → 王**, Alice Brown → A**** B****; long names of organisations keep four stars."""
    if not name:
        return ""
    if name.isascii():
        return " ".join(part[0] + "*" * min(MOST_STARS, len(part) - 1) for part in name.split())
    return name[0] + "*" * min(MOST_STARS, max(1, len(name) - 1))


def mask_number(number: str) -> str:
    """A telephone or account number with its middle hidden: 12100001234 → 121****1234."""
    if len(number) <= 4:
        return "*" * len(number)
    head = 3 if len(number) >= 9 else 1
    return number[:head] + "*" * (len(number) - head - 4 if len(number) > head + 4 else 1) + number[-4:]


def mask_identity(number: str) -> str:
    """An identity document: first and last two characters stay."""
    if len(number) <= 4:
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def mask_address(address: str) -> str:
    """An address keeps its first six characters (city and district)."""
    return address if len(address) <= 6 else address[:6] + HIDDEN
