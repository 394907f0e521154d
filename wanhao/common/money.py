"""Money as people read it."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")


def in_fen(amount: Decimal) -> Decimal:
    """Rounded to a fen, halves away from zero."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """`¥1,234.50`, `-¥3.00`."""
    rounded = in_fen(amount)
    return f"{'-' if rounded < 0 else ''}¥{abs(rounded):,.2f}"
