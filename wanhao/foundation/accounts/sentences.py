"""How events of staff and units are told."""

from wanhao.foundation.accounts import events
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.accounts.sign_ins import SignInSession
from wanhao.foundation.audit.sentences import declare, spell_list, unit_name
from wanhao.foundation.audit.subjects import Kind, add_kind


def find_unit(code: str) -> int | None:
    """A unit by its code."""
    return Unit.objects.filter(code=code).values_list("pk", flat=True).first()


def unit_code(number: int) -> str | None:
    """The code of a unit."""
    return Unit.objects.filter(pk=number).values_list("code", flat=True).first()


add_kind(Kind("unit", "单位", "Unit", find_unit, unit_code))

declare(events.SignedIn, ("登录", "Signed in"), ("来自 {address}", "from {address}"))
declare(events.SignedOut, ("退出登录", "Signed out"), ("{why}", "{why}"), why=SignInSession.Ended)
declare(
    events.SignInFailed,
    ("登录失败", "Sign-in failed"),
    ("来自 {address}，第 {failures} 次", "from {address}, failure {failures}"),
)
declare(events.LockedOut, ("账号锁定", "Locked out"), ("{minutes} 分钟", "for {minutes} minutes"))
declare(events.Unlocked, ("解除锁定", "Lock lifted"))
declare(events.PasswordChanged, ("修改密码", "Password changed"))
declare(events.PasswordReset, ("重置密码", "Password reset"))
declare(events.SecondFactorSetUp, ("启用二次验证", "Second factor set up"))
declare(events.SecondFactorRemoved, ("移除二次验证", "Second factor removed"))
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
declare(events.StaffRehired, ("员工返岗", "Staff came back"), ("{joined_on}", "on {joined_on}"))
declare(events.UnitFounded, ("新设单位", "Unit founded"), ("{code}，{kind}", "{code}, {kind}"), kind=Unit.Kind)
declare(
    events.UnitMoved,
    ("单位调整隶属", "Unit moved"),
    ("并入 {parent_id}，共 {units_moved} 个单位", "below {parent_id}, {units_moved} units"),
    parent_id=unit_name,
)
