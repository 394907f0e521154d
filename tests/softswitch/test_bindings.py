"""Where users can be reached."""

import time

from softswitch.bindings import Binding, Bindings


def binding(user: str, url: str, *, seconds: float = 60, made_at: float = 0, transport: str = "udp") -> Binding:
    address = ("127.0.0.1", 5070) if transport == "udp" else ("abc.invalid", 5060)
    return Binding(user, user, address, transport, url, time.monotonic() + seconds, made_at)


def test_newest_first_and_expired_never() -> None:
    changes: list[tuple[str, bool]] = []
    bindings = Bindings(lambda *change: changes.append(change))
    bindings.add(binding("8001", "old", made_at=1))
    bindings.add(binding("8001", "new", made_at=2))
    bindings.add(binding("8001", "expired", made_at=3, seconds=-1))
    assert [b.url for b in bindings.of("8001")] == ["new", "old"]
    bindings.expire()
    assert changes == [("8001", True)]
    bindings.remove("8001")
    assert changes == [("8001", True), ("8001", False)]
    assert bindings.users() == []


def test_phones_of_a_lost_websocket() -> None:
    changes: list[tuple[str, bool]] = []
    bindings = Bindings(lambda *change: changes.append(change))
    bindings.add(binding("8001", "web", transport="wss"))
    bindings.add(binding("8002", "web", transport="wss"))
    bindings.add(binding("8002", "desk"))
    bindings.remove_connection("abc.invalid")
    assert changes[2:] == [("8001", False)]
    assert [b.url for b in bindings.of("8002")] == ["desk"]
    assert bindings.user_at(("127.0.0.1", 5070)) == "8002"
