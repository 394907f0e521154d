"""The usual checklists of field work: what an installation begins with, to be changed by the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from wanhao.service.visits.models import CheckItem, JobType
from wanhao.service.visits.rules import NUMBER, TEXT, YES_NO


@dataclass(frozen=True)
class Line:
    """One usual item."""

    code: str
    names: tuple[str, str]
    kind: str = NUMBER
    unit: str = ""
    lower: str = ""
    upper: str = ""
    is_required: bool = True


LEFT = Line("contact-left", ("已留装维人员联系方式", "Technician's contact left with the customer"), YES_NO)
ATTENUATION = Line("attenuation", ("终端光衰耗", "Optical attenuation at the terminal"), unit="dB", upper="24")
NOISE = Line("line-noise", ("线路噪声容限", "Line noise margin"), unit="dB", lower="6")
SPEEDS = (
    Line("speed-down", ("下行测速", "Speed down"), unit="Mbps", lower="0"),
    Line("speed-up", ("上行测速", "Speed up"), unit="Mbps", lower="0"),
)
CABLING = (
    Line("mains-distance", ("弱电与强电间距", "Distance from mains"), unit="cm", lower="15"),
    Line("socket-distance", ("插座间距", "Distance between sockets"), unit="cm", lower="20"),
    Line("socket-height", ("插座离地高度", "Height above the floor"), unit="cm", lower="25", upper="35"),
)
ROUTE = Line("route-length", ("铜线路由长度（IPTV）", "Route length, IPTV over copper"), unit="km", upper="2.5")
SIGNAL = (
    Line("customer-contacted", ("已联系客户本人", "Customer contacted"), YES_NO),
    Line("rsrp", ("参考信号接收功率 RSRP", "Signal power RSRP"), unit="dBm", lower="-105"),
    Line("sinr", ("信干噪比 SINR", "Signal to noise SINR"), unit="dB", lower="0"),
    *SPEEDS,
    Line("place", ("测试地点", "Where it was tested"), TEXT),
)
# code, names, type of ticket, service, position, items
CHECKLISTS: tuple[tuple[str, tuple[str, str], str, str, int, tuple[Line, ...]], ...] = (
    ("iptv", ("IPTV 装维", "IPTV"), "", "iptv", 10, (ROUTE, NOISE, ATTENUATION, *SPEEDS, *CABLING, LEFT)),
    (
        "installation",
        ("宽带新装移机", "Broadband installation"),
        "installation",
        "",
        20,
        (ATTENUATION, *SPEEDS, *CABLING, LEFT),
    ),
    ("broadband", ("宽带修障", "Broadband fault"), "", "broadband", 30, (ATTENUATION, NOISE, *SPEEDS, LEFT)),
    ("fixed", ("固话修障", "Fixed line fault"), "", "fixed", 40, (NOISE, LEFT)),
    ("signal", ("移动信号现场测试", "Mobile signal site test"), "", "mobile", 50, SIGNAL),
    ("other", ("其他上门", "Other visit"), "", "", 900, (LEFT,)),
)


@transaction.atomic
def write_the_usual_checklists() -> int:
    """Write them down where there is no job type yet; how many."""
    if JobType.objects.exists():
        return 0
    for code, names, kind, service, position, lines in CHECKLISTS:
        job_type = JobType.objects.create(
            code=code,
            name_zh=names[0],
            name_en=names[1],
            kind=kind,
            service=service,
            position=position,
            needs_report=code == "signal",
            needs_signature=code != "signal",
        )
        for place, line in enumerate(lines):
            _write(job_type, line, place)
    return len(CHECKLISTS)


def _write(job_type: JobType, line: Line, place: int) -> None:
    CheckItem.objects.create(
        job_type=job_type,
        code=line.code,
        name_zh=line.names[0],
        name_en=line.names[1],
        kind=line.kind,
        unit=line.unit,
        lower=Decimal(line.lower) if line.lower else None,
        upper=Decimal(line.upper) if line.upper else None,
        is_required=line.is_required,
        position=place,
    )
