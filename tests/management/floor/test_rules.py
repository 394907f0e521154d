"""When a sign-out happens."""

from __future__ import annotations

import pytest

from wanhao.management.floor.rules import Next, sign_out_step


@pytest.mark.parametrize(
    ("state", "wanted", "step"),
    [
        ("busy", "offline", Next.WAIT),  # a customer is on the line
        ("busy", "", Next.WAIT),  # the agent took the wish back: still not under the customer
        ("offered", "", Next.WAIT),  # it rings: they may answer this moment
        ("wrap_up", "offline", Next.WAIT),  # writes up, then goes
        ("wrap_up", "", Next.SEND_HOME),  # would go on to ready
        ("ready", "", Next.SEND_HOME),
        ("break", "", Next.SEND_HOME),
        ("offline", "", Next.SIGN_OUT),
    ],
)
def test_sign_out_step(state: str, wanted: str, step: Next) -> None:
    assert sign_out_step(state, wanted) is step
