"""What browsers call themselves."""

import pytest

from wanhao.foundation.sign_in.browsers import browser_name


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
            "Chrome 131 · Windows",
        ),
        # Edge also calls itself Chrome
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0.0.0 Safari/537.36 Edg/131.0", "Edge 131 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox 133 · Linux"),
        # an Android telephone also calls itself Linux
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile", "Chrome 130 · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari", "Safari 17 · iOS"),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_the_name_people_know(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
