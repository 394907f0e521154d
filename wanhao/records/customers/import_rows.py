"""A list of customers: its columns, and what one row must say. Each row is a customer and, if given, one service."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanhao.common.errors import Invalid
from wanhao.common.phone_numbers import normalise_number
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.imports.kinds import Column
from wanhao.records.customers import rules
from wanhao.records.customers.actions import CustomerDetails, checked
from wanhao.records.customers.models import Party, SpecialNeed, Subscription

COLUMNS = (
    Column("customer_key", gettext_lazy("Customer key"), ("客户标识", "客户编号"), True, "C00000001",
           gettext_lazy("The key in the system the list comes from: the same key is the same customer.")),
    Column("name", gettext_lazy("Name"), ("姓名", "客户名称"), True, "王小明"),
    Column("kind", gettext_lazy("Kind"), ("类型", "客户类型"), False, "person"),
    Column("identity_number", gettext_lazy("Identity document"), ("证件号码",), False, "E12345678"),
    Column("tier", gettext_lazy("Tier"), ("等级", "客户等级"), False, "gold"),
    Column("segment", gettext_lazy("Segment"), ("客户群", "分群"), False, "home"),
    Column("language", gettext_lazy("Language"), ("语言",), False, "zh"),
    Column("special_needs", gettext_lazy("Special needs"), ("特殊需要",), False, "elderly; hearing"),
    Column("region", gettext_lazy("Region"), ("区域", "地区"), True, "dongjiang"),
    Column("account_number", gettext_lazy("Account number"), ("账户号码", "账号"), False, "A00000001"),
    Column("service", gettext_lazy("Service"), ("业务",), False, "mobile"),
    Column("number", gettext_lazy("Service number"), ("业务号码", "号码"), False, "12100000001"),
    Column("plan_code", gettext_lazy("Plan code"), ("套餐代码",), False, "CX129"),
    Column("plan_name", gettext_lazy("Plan name"), ("套餐名称", "套餐"), False, "畅享 129"),
    Column("address", gettext_lazy("Address"), ("地址",), False, "东江市滨河区金桂路 1 号"),
)  # fmt: skip
CHOICES: dict[str, Any] = {
    "kind": Party.Kind,
    "tier": Party.Tier,
    "segment": Party.Segment,
    "language": Party.Language,
    "special_needs": SpecialNeed,
    "service": Subscription.Service,
}


@dataclass(frozen=True)
class Known:
    """What every row is checked against: regions within reach by code and name, codes by their words."""

    regions: dict[str, int]
    words: dict[str, dict[str, str]]


@dataclass(frozen=True)
class ServiceRow:
    """The service of a row."""

    account_number: str
    service: str
    number: str
    plan_code: str
    plan_name: str


@dataclass(frozen=True)
class CustomerRow:
    """A row that may be written."""

    key: str
    region_id: int
    details: CustomerDetails
    account_number: str
    service: ServiceRow | None
    address: str


def prepare(by: Staff) -> Known:
    """Read the regions this person may import into, and the words for every code in both languages."""
    regions: dict[str, int] = {}
    for region in regions_in_reach(by):
        regions |= dict.fromkeys((region.code, region.name_zh.casefold(), region.name_en.casefold()), region.pk)
    return Known(regions, {name: words_of(choices) for name, choices in CHOICES.items()})


def regions_in_reach(by: Staff) -> list[Unit]:
    """Regions below the units in which this person may import, and the regions those lie in."""
    units = by.units_for(Right.IMPORT_CUSTOMERS)
    rows = Unit.objects.filter(kind=Unit.Kind.REGION)
    return [row for row in rows if any(row.path.startswith(unit.path) or row.pk == unit.region_id for unit in units)]


def words_of(choices: Any) -> dict[str, str]:
    """Code by code, Chinese and English word."""
    words = {value: value for value in choices.values}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words |= {str(label).casefold(): value for value, label in choices.choices}
    return words


def check_row(row: dict[str, str], known: Known) -> CustomerRow:
    """A row in our codes and spelling, or Invalid with a sentence for each wrong column."""
    wrong: dict[str, object] = {}
    codes = {name: _code(row, name, known, wrong) for name in ("kind", "tier", "segment", "language", "service")}
    region_id = known.regions.get(row["region"].casefold())
    if region_id is None:
        wrong["region"] = _("Unknown region, or not one of yours.")
    if not 0 < len(row["customer_key"]) <= 60:
        wrong["customer_key"] = _("Give a key of at most 60 characters.")
    if len(row["address"]) > 200:
        wrong["address"] = _("Give an address of at most 200 characters.")
    details = _details(row, codes, known, wrong)
    service = _service(row, codes["service"], wrong)
    if wrong or region_id is None or details is None:
        raise Invalid(**wrong)
    account = service.account_number if service else rules.normalise_account(row["account_number"])
    return CustomerRow(row["customer_key"], region_id, details, account, service, " ".join(row["address"].split()))


def _code(row: dict[str, str], name: str, known: Known, wrong: dict[str, object]) -> str:
    if not row[name]:
        return ""
    code = known.words[name].get(row[name].casefold(), "")
    if not code:
        wrong[name] = _("Unknown: %(text)s.") % {"text": row[name][:40]}
    return code


def _needs(text: str, known: Known, wrong: dict[str, object]) -> tuple[str, ...]:
    parts: Iterable[str] = (part.strip() for part in re.split(r"[;；、,，|]", text))
    needs = {part: known.words["special_needs"].get(part.casefold(), "") for part in parts if part}
    if unknown := [part for part, code in needs.items() if not code]:
        wrong["special_needs"] = _("Unknown: %(text)s.") % {"text": ", ".join(unknown)[:40]}
    return tuple(sorted(needs.values()))


def _details(
    row: dict[str, str], codes: dict[str, str], known: Known, wrong: dict[str, object]
) -> CustomerDetails | None:
    needs = _needs(row["special_needs"], known, wrong)
    details = CustomerDetails(
        name=row["name"],
        kind=codes["kind"] or Party.Kind.PERSON.value,
        identity_number=row["identity_number"],
        tier=codes["tier"] or Party.Tier.STANDARD.value,
        segment=codes["segment"] or Party.Segment.HOME.value,
        language=codes["language"] or Party.Language.CHINESE.value,
        special_needs=() if "special_needs" in wrong else needs,
    )
    try:
        return checked(details)
    except Invalid as invalid:
        wrong.update(invalid.fields)
    return None


def _service(row: dict[str, str], service: str, wrong: dict[str, object]) -> ServiceRow | None:
    account = rules.normalise_account(row["account_number"])
    if account and not rules.is_account_number(account):
        wrong["account_number"] = _("An account number has 3 to 30 letters, digits or dashes.")
    if not service and not row["number"]:
        return None
    number = normalise_number(row["number"])
    if not service and "service" not in wrong:
        wrong["service"] = _("Say which service the number is for.")
    elif service and not rules.is_service_number(number, service):
        wrong["number"] = _("This is no valid number for the service.")
    if not account:
        wrong["account_number"] = _("A service needs its account.")
    return ServiceRow(account, service, number, row["plan_code"][:40], row["plan_name"][:80])
