"""How events around signing in are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.sign_in import events
from wanhao.foundation.sign_in.models import SignInSession

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
declare(events.SecondFactorSetUp, ("启用双因素验证", "Second factor set up"))
declare(events.SecondFactorRemoved, ("解除双因素验证", "Second factor removed"))
