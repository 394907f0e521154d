"""The last lines of `wanhao up`: where to go and how to sign in."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from config.environment import DEMO_PASSWORD, Environment
from wanhao.operations.by_name import by_name


def greet(environment: Environment, console: Console, *, seconds: float) -> None:
    """Addresses, and in demo mode the sign-ins."""
    host = "localhost" if environment.host in ("127.0.0.1", "0.0.0.0", "::1") else environment.host  # noqa: S104
    web = f"http://{host}:{environment.http_port}"
    console.print(f"\n[bold]Wanhao 万号 is ready[/bold] after {seconds:.1f} s.\n")
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_row("Desk 工作台", f"{web}/desk/")
    table.add_row("Wallboard 大屏", f"{web}/wallboard/")
    table.add_row("Reports 报表", f"{web}/reports/")
    table.add_row("Interface 接口", f"{web}/api/v1/openapi.json")
    table.add_row("SIP", f"{environment.host}:{environment.sip_port} (UDP), {environment.wss_port} (WSS)")
    console.print(table)
    if environment.wss_certificate is None:
        console.print(f"\nSoftphone: open https://{host}:{environment.wss_port}/ once and accept its own certificate.")
    if environment.demo:
        greet_demo(console)
    console.print("\nCtrl-C stops everything.")


def greet_demo(console: Console) -> None:
    """Who can sign in at the demo operator; all share one published password."""
    demo = by_name("lab.operator_data")
    console.print(f"\nDemo sign-ins, all with the password [bold]{DEMO_PASSWORD}[/bold]:\n")
    table = Table(show_header=False, box=None, padding=(0, 2))
    for staff_number, what in demo.SIGN_INS:
        table.add_row(staff_number, what)
    console.print(table)
    console.print(f"\nBusiness PIN 业务密码 of the first {demo.WITH_PIN} customers: [bold]{demo.DEMO_PIN}[/bold]")
