"""Settings are checked one by one, and the table in the documentation is the code's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import environment
from config.environment import ROOT, Asked, BrokenSetting, read, read_each

OWN_KEY = "k1:0123456789abcdefghij"


def test_the_documented_settings_are_those_the_code_reads() -> None:
    asked = Asked({"WANHAO_DEMO": "1"})
    read_each(asked)
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    assert sorted(documented) == sorted(asked.names)
    assert len(documented) == len(set(documented))


def test_nobody_else_reads_the_environment() -> None:
    reads = re.compile(r"os\.getenv|os\.environ\.get\(|os\.environ\[[^\]]+\](?! =)")
    files = [file for folder in ("wanhao", "softswitch", "config") for file in (ROOT / folder).rglob("*.py")]
    assert [str(file.relative_to(ROOT)) for file in files if reads.search(file.read_text())] == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WANHAO_HTTP_PORT", "eighty", "a port is a number from 1 to 65535"),
        ("WANHAO_SIP_PORT", "0", "a port is a number from 1 to 65535"),
        ("WANHAO_WSS_PORT", "70000", "a port is a number from 1 to 65535"),
        ("WANHAO_RTP_PORTS", "20000", "give two ports"),  # no range
        ("WANHAO_RTP_PORTS", "30000-20000", "give two ports"),  # backwards
        ("WANHAO_BEHIND_TLS", "maybe", "use 1 or 0"),
        ("WANHAO_DEMO", "perhaps", "use 1 or 0"),
        ("WANHAO_TRUNKS", "10.0.0.0/33", "give addresses or networks"),
        ("WANHAO_METRICS_FROM", "prometheus", "give addresses or networks"),
        ("WANHAO_WEBHOOK_NETWORKS", "inside", "give addresses or networks"),
        ("WANHAO_LOG_LEVEL", "loud", "use one of debug, info, warning, error"),
        ("WANHAO_BARRED_NUMBERS", "premium", "give beginnings of numbers"),
        ("WANHAO_SECRET_KEYS", "k1:short", "at least 20 characters"),
        ("WANHAO_SECRET_KEYS", "no-colon-but-long-enough-to-pass", "ID:SECRET"),
        ("DATABASE_URL", "mysql://somewhere", "must look like postgresql://"),
        ("WANHAO_HTTP_PROT", "8000", "there is no such setting; is it WANHAO_HTTP_PORT?"),  # mistyped
        ("WANHAO_WSS_PORT", "8000", "is the port of WANHAO_HTTP_PORT too"),
        ("WANHAO_POSTGRES_PORT", "8444", "is the port of WANHAO_WSS_PORT too"),
    ],
)
def test_a_wrong_value_names_its_setting(name: str, value: str, said: str) -> None:
    with pytest.raises(BrokenSetting, match=said) as broken:
        read({"WANHAO_DEMO": "1", name: value})
    assert str(broken.value).startswith(name)
    assert "\n" not in str(broken.value)


def test_outside_demo_mode_the_published_key_is_refused() -> None:
    with pytest.raises(BrokenSetting, match="published demo key"):
        read({"WANHAO_SECRET_KEYS": f"{OWN_KEY},{environment.DEMO_SECRET_KEY}"})
    assert read({"WANHAO_SECRET_KEYS": OWN_KEY}).secret_keys == (OWN_KEY,)


def test_a_port_nobody_listens_on_may_be_that_of_another() -> None:
    given = {"WANHAO_DEMO": "1", "DATABASE_URL": "postgresql://db/wanhao", "WANHAO_POSTGRES_PORT": "8000"}
    assert read(given).postgres_port == 8000


def test_what_is_not_said_has_a_default() -> None:
    found = read({"WANHAO_DEMO": "1"})
    assert (found.host, found.http_port, found.sip_port, found.wss_port) == ("127.0.0.1", 8000, 5060, 8444)
    assert found.rtp_ports == (20000, 29998)
    assert found.data == Path(ROOT / "var")
    assert found.uses_embedded_postgres


def test_beginnings_of_numbers_are_kept_in_one_spelling() -> None:
    assert read({"WANHAO_DEMO": "1"}).barred_numbers == ("+", "168")
    assert read({"WANHAO_DEMO": "1", "WANHAO_BARRED_NUMBERS": "00881, 96"}).barred_numbers == ("+881", "96")
    assert read({"WANHAO_DEMO": "1", "WANHAO_BARRED_NUMBERS": "none"}).barred_numbers == ()
