"""What a transfer names: whom, and which call is to be replaced."""

import pytest

from softswitch.events import TransferRequested


@pytest.mark.parametrize(
    ("target", "user", "replaces"),
    [
        ("sip:8002@wanhao", "8002", ""),  # blind
        ("sip:8002@10.0.0.1:5060;transport=udp", "8002", ""),
        ("sip:8002@wanhao?Replaces=abc%40phone%3Bto-tag%3D1%3Bfrom-tag%3D2", "8002", "abc@phone"),
        ("sip:8002@wanhao;user=phone?replaces=abc;to-tag=1;from-tag=2", "8002", "abc"),  # not escaped
        ("sip:8002@wanhao?Subject=x&Replaces=a-1%3Bto-tag%3D1", "8002", "a-1"),
    ],
)
def test_a_transfer(target: str, user: str, replaces: str) -> None:
    request = TransferRequested(target)
    assert (request.user, request.replaces) == (user, replaces)
