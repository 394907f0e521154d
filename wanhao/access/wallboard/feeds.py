"""The live feed of the floor."""

from wanhao.access.wallboard.queries import snapshot
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live import feeds

feeds.register(
    "floor",
    Right.SEE_FLOOR,
    snapshot,
    min_interval_seconds=1.0,
    refresh_seconds=10.0,
    kinds=frozenset({"queue", "agent", "alert", "emergency"}),
)
