"""How events of staff and units are told."""

from wanhao.foundation.accounts import events
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.sentences import declare, spell_list, unit_name
from wanhao.foundation.audit.subjects import Kind, add_kind


def find_unit(code: str) -> int | None:
    """A unit by its code."""
    return Unit.objects.filter(code=code).values_list("pk", flat=True).first()


def unit_code(number: int) -> str | None:
    """The code of a unit."""
    return Unit.objects.filter(pk=number).values_list("code", flat=True).first()


add_kind(Kind("unit", "单位", "Unit", find_unit, unit_code))

declare(
    events.StaffHired,
    ("新增员工", "Staff hired"),
    ("工号 {staff_number}，{unit_id}", "number {staff_number}, {unit_id}"),
)
declare(events.StaffChanged, ("员工资料变更", "Staff record changed"), ("{fields}", "{fields}"), fields=spell_list)
declare(
    events.RolePosted,
    ("授予角色", "Role given"),
    ("{role}，{unit_id}，自 {from_on} 起", "{role}, {unit_id}, from {from_on}"),
    role=Role,
)
declare(
    events.PostingEnded,
    ("收回角色", "Role taken back"),
    ("{role}，{unit_id}，至 {until_on}", "{role}, {unit_id}, until {until_on}"),
    role=Role,
)
declare(events.StaffLeft, ("员工离职", "Staff left"), ("{left_on}", "on {left_on}"))
declare(events.SipSecretRotated, ("更换话机密码", "Telephone password changed"))
declare(events.StaffRehired, ("员工返岗", "Staff came back"), ("{joined_on}", "on {joined_on}"))
declare(events.UnitFounded, ("新设单位", "Unit founded"), ("{code}，{kind}", "{code}, {kind}"), kind=Unit.Kind)
declare(
    events.UnitMoved,
    ("单位调整隶属", "Unit moved"),
    ("并入 {parent_id}，共 {units_moved} 个单位", "below {parent_id}, {units_moved} units"),
    parent_id=unit_name,
)
