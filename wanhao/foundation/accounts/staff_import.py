"""Staff from a list: new numbers are hired, known ones changed, a role posted where one is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanhao.common.errors import Invalid, Refused
from wanhao.foundation.accounts import actions, queries
from wanhao.foundation.accounts.actions import StaffDetails
from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.imports.kinds import Column, ImportKind, Written

COLUMNS = (
    Column("staff_number", gettext_lazy("Staff number"), ("工号", "Staff number"), is_required=True, example="8021"),
    Column("name", gettext_lazy("Name"), ("姓名", "Name"), is_required=True, example="李娜"),
    Column("unit", gettext_lazy("Unit code"), ("单位代码", "Unit code"), is_required=True, example="dongjiang-center"),
    Column("role", gettext_lazy("Role"), ("角色", "岗位", "Role"), example="general_seat"),
    Column("email", gettext_lazy("E-mail"), ("邮箱", "电子邮件", "E-mail"), example="lina@example.com"),
    Column("language", gettext_lazy("Language"), ("语言", "Language"), example="zh-hans"),
    Column("joined_on", gettext_lazy("Joined"), ("入职日期", "Joined"), example="2026-01-05"),
)


@dataclass(frozen=True)
class Known:
    """What every row's check needs: units within reach by code, roles by code and by name."""

    units: dict[str, Unit]
    roles: dict[str, str]
    others: frozenset[str]


@dataclass(frozen=True)
class Checked:
    """A row that may be written."""

    details: StaffDetails
    role: str


def prepare(by: Staff) -> Known:
    """Read units, roles and the numbers of staff beyond reach, once."""
    reach = queries.staff_within_reach(by)
    roles = {value: value for value in Role.values} | {str(label): value for value, label in Role.choices}
    return Known(
        units={unit.code: unit for unit in queries.units_within_reach(by)},
        roles={name.casefold(): value for name, value in roles.items()},
        others=frozenset(Staff.objects.exclude(pk__in=reach.values("pk")).values_list("staff_number", flat=True)),
    )


def check_row(row: dict[str, str], known: Known) -> Checked:
    """Everything that can be wrong with a row, each in its own sentence."""
    number, language = row["staff_number"].upper(), row["language"] or "zh-hans"
    unit, role = known.units.get(row["unit"]), known.roles.get(row["role"].casefold(), "")
    joined_on = day_of(row["joined_on"]) if row["joined_on"] else None
    tests = (
        ("staff_number", number in known.others, _("Somebody outside of your units has this number.")),
        (
            "staff_number",
            not actions.NUMBER.fullmatch(number),
            _("A staff number has 3 to 20 digits or capital letters."),
        ),
        ("name", not 0 < len(row["name"]) <= 60, _("Give a name of at most 60 characters.")),
        ("unit", unit is None, _("There is no unit of this code within yours.")),
        ("role", bool(row["role"]) and not role, _("There is no such role; use its name or code.")),
        ("language", language not in ("zh-hans", "en"), _("Choose zh-hans or en.")),
        ("joined_on", bool(row["joined_on"]) and joined_on is None, _("Write the day as 2026-01-05.")),
        ("email", not is_address(row["email"]), _("This is no e-mail address.")),
    )
    wrong = {field: text for field, is_wrong, text in tests if is_wrong}
    if wrong or unit is None:
        raise Invalid(**wrong)
    return Checked(StaffDetails(number, row["name"], unit, row["email"], language, joined_on), role)


def is_address(text: str) -> bool:
    """An e-mail address, or nothing."""
    return not text or ("@" in text and " " not in text and len(text) <= 254)


def day_of(text: str) -> date | None:
    """A day written 2026-01-05, 2026/1/5 or 2026年1月5日."""
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError:
        return None


def write_rows(rows: list[Checked], known: Known, by: Staff) -> Written:
    """Hire, change or leave each person alone; the same list twice changes nothing."""
    written = Written(rejected={})
    numbers = [row.details.staff_number for row in rows]
    there = {person.staff_number: person for person in Staff.objects.filter(staff_number__in=numbers)}
    for place, row in enumerate(rows):
        try:
            tally(written, write_one(row, there.get(row.details.staff_number), by))
        except Refused as refused:
            assert written.rejected is not None
            written.rejected[place] = str(refused)
    return written


def tally(written: Written, result: str) -> None:
    """Count one row."""
    setattr(written, result, getattr(written, result) + 1)


def write_one(row: Checked, person: Staff | None, by: Staff) -> str:
    """`created`, `updated` or `unchanged`."""
    details = row.details
    if person is None:
        actions.hire_staff(details, by=by)
        result = "created"
    else:
        details = merged(details, person)
        same = all(getattr(person, name) == getattr(details, name) for name in actions.CHANGEABLE)
        if not same:
            actions.change_staff(details.staff_number, details, by=by)
        result = "unchanged" if same else "updated"
    if row.role and not holds(details.staff_number, row.role, details.unit):
        actions.post_role(details.staff_number, row.role, details.unit, by=by)
        result = "updated" if result == "unchanged" else result
    return result


def merged(details: StaffDetails, person: Staff) -> StaffDetails:
    """Empty cells leave what is known as it is."""
    return StaffDetails(
        details.staff_number,
        details.name,
        details.unit,
        details.email or person.email,
        details.language,
        details.joined_on or person.joined_on,
    )


def holds(staff_number: str, role: str, unit: Unit) -> bool:
    """Is the role held there now or later?"""
    held = Posting.objects.filter(staff__staff_number=staff_number, role=role, unit=unit, until_on=None)
    return held.exists()


STAFF = ImportKind(
    "staff",
    gettext_lazy("Staff list"),
    Right.IMPORT_STAFF,
    COLUMNS,
    prepare=prepare,
    check_row=check_row,
    write_rows=write_rows,
    about=gettext_lazy(
        "New staff numbers are hired; known ones are changed. New people get their first password from their leader."
    ),
    batch=200,
)
