"""Sign-in, second factor and my own sign-in; allauth's pages keep the names it expects."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path

from wanhao.foundation.accounts import views

OURS = (
    [
        path("language/", views.language, name="language"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(OURS)),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/password/", account.password_change, name="account_change_password"),
    path("sign-in/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/confirm/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/second-factor/", second_factor.index, name="mfa_index"),
    path("sign-in/second-factor/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sign-in/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sign-in/recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
