"""The live feed of the floor page."""

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live import feeds
from wanhao.management.floor.snapshot import rows_for

feeds.register_rows(
    "agents",
    Right.STEER_FLOOR,
    rows_for,
    min_interval_seconds=1.0,
    refresh_seconds=6.0,
    kinds=frozenset({"agent", "queue", "contact"}),
)
