"""The settings a machine gives us, read from the environment once and checked before anything starts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from itertools import combinations
from pathlib import Path

DEMO_SECRET_KEY = "demo:wanhao-demo-key-not-for-customers"  # noqa: S105 - published, and refused outside demo mode
DEMO_PASSWORD = "wanhao-10000"  # noqa: S105 - published too, and refused outside demo mode
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ROOT = Path(__file__).resolve().parent.parent


class BrokenSetting(Exception):
    """A setting is wrong; the message names it and says what it should be."""


@dataclass(frozen=True)
class Environment:
    """Everything that differs from one installation to the next."""

    database_url: str
    data: Path
    host: str
    http_port: int
    sip_port: int
    wss_port: int
    wss_certificate: Path | None
    wss_key: Path | None
    rtp_ports: tuple[int, int]
    postgres_port: int
    secret_keys: tuple[str, ...]
    behind_tls: bool
    demo: bool
    allowed_hosts: tuple[str, ...]
    trunks: tuple[str, ...]
    outbound_trunk: str
    barred_numbers: tuple[str, ...]
    log_level: str
    log_as_json: bool
    static_from_source: bool
    metrics_from: tuple[str, ...]
    webhook_networks: tuple[str, ...]

    @property
    def uses_embedded_postgres(self) -> bool:
        """True when no DATABASE_URL was given."""
        return not self.database_url

    @property
    def is_demo_key(self) -> bool:
        """True when the published demo key would seal private data."""
        return DEMO_SECRET_KEY in self.secret_keys


def port(values: Mapping[str, str], name: str, default: int) -> int:
    """One TCP or UDP port number."""
    text = values.get(name, "") or str(default)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise BrokenSetting(f"{name}={text}: a port is a number from 1 to 65535.")
    return int(text)


def port_range(values: Mapping[str, str], name: str, default: str) -> tuple[int, int]:
    """A range of UDP ports such as 20000-29998."""
    text = values.get(name, "") or default
    low, _, high = text.partition("-")
    if not (low.isdigit() and high.isdigit() and 1024 <= int(low) < int(high) <= 65535):
        raise BrokenSetting(f"{name}={text}: give two ports between 1024 and 65535, such as {default}.")
    return int(low), int(high)


def yes_or_no(values: Mapping[str, str], name: str, default: bool) -> bool:
    """A switch: 1, true, yes or 0, false, no."""
    text = (values.get(name, "") or str(default)).lower()
    if text in ("1", "true", "yes"):
        return True
    if text in ("0", "false", "no"):
        return False
    raise BrokenSetting(f"{name}={text}: use 1 or 0.")


def names(values: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    """A list separated by commas."""
    return tuple(part.strip() for part in (values.get(name, "") or default).split(",") if part.strip())


def networks(values: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    """A list of addresses or networks such as 10.0.0.0/8."""
    found = names(values, name, default)
    for network in found:
        try:
            ip_network(network)
        except ValueError:
            raise BrokenSetting(f"{name}={network}: give addresses or networks such as {default}.") from None
    return found


def host_and_port(values: Mapping[str, str], name: str) -> str:
    """An address such as sbc.example.net:5060, or nothing."""
    text = values.get(name, "").strip()
    host, _, number = text.rpartition(":")
    if text and not (host and re.fullmatch(r"[\w.-]+", host) and number.isdigit() and 1 <= int(number) <= 65535):
        raise BrokenSetting(f"{name}={text}: give host:port, such as sbc.example.net:5060.")
    return text


def beginnings(values: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    """Beginnings of telephone numbers such as + or 168; `none` for none at all."""
    found = () if values.get(name, "").strip().lower() == "none" else names(values, name, default)
    for one in found:
        if not re.fullmatch(r"\+?[0-9]*", one):
            raise BrokenSetting(f"{name}={one}: give beginnings of numbers such as {default}, or none.")
    return tuple("+" + one[2:] if one.startswith("00") else one for one in found)


def existing_file(values: Mapping[str, str], name: str) -> Path | None:
    """A file that must be there when it is named."""
    text = values.get(name, "")
    if text and not Path(text).is_file():
        raise BrokenSetting(f"{name}={text}: there is no such file.")
    return Path(text).resolve() if text else None


def log_level(values: Mapping[str, str]) -> str:
    """How much is logged."""
    level = (values.get("WANHAO_LOG_LEVEL", "") or "info").upper()
    if level not in LOG_LEVELS:
        raise BrokenSetting(f"WANHAO_LOG_LEVEL={level}: use one of {', '.join(LOG_LEVELS).lower()}.")
    return level


def secret_keys(values: Mapping[str, str], demo: bool) -> tuple[str, ...]:
    """Keys as ID:SECRET, newest first; outside demo mode at least one of our own is required."""
    keys = names(values, "WANHAO_SECRET_KEYS", DEMO_SECRET_KEY if demo else "")
    if not keys:
        raise BrokenSetting("WANHAO_SECRET_KEYS is empty: give ID:SECRET, for example from `wanhao new-key`.")
    for key in keys:
        key_id, _, secret = key.partition(":")
        if not key_id.isalnum() or len(secret) < 20:
            raise BrokenSetting("WANHAO_SECRET_KEYS: every key is ID:SECRET with at least 20 characters of SECRET.")
    if not demo and DEMO_SECRET_KEY in keys:
        raise BrokenSetting("WANHAO_SECRET_KEYS holds the published demo key, which is refused outside demo mode.")
    return keys


class Asked(dict[str, str]):
    """The settings we were given, and the names of those that were asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.names: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        """One setting."""
        self.names.add(name)
        return super().get(name, default)


def refuse_unknown(asked: Asked) -> None:
    """A name that nobody asked for is a mistyped one."""
    for name in sorted(asked.keys() - asked.names):
        if name.startswith("WANHAO_"):
            near = get_close_matches(name, asked.names, n=1)
            raise BrokenSetting(f"{name}: there is no such setting" + (f"; is it {near[0]}?" if near else "."))


def refuse_one_port_twice(environment: Environment) -> None:
    """Pages, secure websockets and the embedded PostgreSQL cannot share a port."""
    wanted = {"WANHAO_HTTP_PORT": environment.http_port, "WANHAO_WSS_PORT": environment.wss_port}
    if environment.uses_embedded_postgres:
        wanted["WANHAO_POSTGRES_PORT"] = environment.postgres_port
    for (one, number), (other, same) in combinations(wanted.items(), 2):
        if number == same:
            raise BrokenSetting(f"{other}={same} is the port of {one} too: give another.")


def read(values: Mapping[str, str] | None = None) -> Environment:
    """Read and check all settings; raises BrokenSetting with one clear line."""
    asked = Asked(os.environ if values is None else values)
    environment = read_each(asked)
    refuse_unknown(asked)
    refuse_one_port_twice(environment)
    return environment


def read_each(values: Mapping[str, str]) -> Environment:
    """Every setting, checked by itself."""
    url = values.get("DATABASE_URL", "")
    if url and not url.startswith(("postgres://", "postgresql://")):
        raise BrokenSetting("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    demo = yes_or_no(values, "WANHAO_DEMO", default=False)
    host = values.get("WANHAO_HOST", "") or "127.0.0.1"
    return Environment(
        database_url=url,
        data=Path(values.get("WANHAO_DATA", "") or ROOT / "var").resolve(),
        host=host,
        http_port=port(values, "WANHAO_HTTP_PORT", 8000),
        sip_port=port(values, "WANHAO_SIP_PORT", 5060),
        wss_port=port(values, "WANHAO_WSS_PORT", 8444),
        wss_certificate=existing_file(values, "WANHAO_WSS_CERTIFICATE"),
        wss_key=existing_file(values, "WANHAO_WSS_KEY"),
        rtp_ports=port_range(values, "WANHAO_RTP_PORTS", "20000-29998"),
        postgres_port=port(values, "WANHAO_POSTGRES_PORT", 54321),
        secret_keys=secret_keys(values, demo),
        behind_tls=yes_or_no(values, "WANHAO_BEHIND_TLS", default=False),
        demo=demo,
        allowed_hosts=names(values, "WANHAO_ALLOWED_HOSTS", f"{host},127.0.0.1,localhost"),
        trunks=networks(values, "WANHAO_TRUNKS", "127.0.0.1/32"),
        outbound_trunk=host_and_port(values, "WANHAO_OUTBOUND_TRUNK"),
        barred_numbers=beginnings(values, "WANHAO_BARRED_NUMBERS", "+,168"),
        log_level=log_level(values),
        log_as_json=yes_or_no(values, "WANHAO_LOG_JSON", default=True),
        static_from_source=yes_or_no(values, "WANHAO_STATIC_FROM_SOURCE", default=False),
        metrics_from=networks(values, "WANHAO_METRICS_FROM", "127.0.0.0/8,::1/128"),
        webhook_networks=networks(values, "WANHAO_WEBHOOK_NETWORKS", ""),
    )
