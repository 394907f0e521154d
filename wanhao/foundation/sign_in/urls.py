"""Sign-in, second factor and my own sign-in; the library's pages keep the names it expects."""

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.recovery_codes import views as recovery
from django.urls import include, path

from wanhao.foundation.sign_in import second_factor, views

OURS = (
    [
        path("my-sign-in/", views.mine, name="mine"),
        path("my-sign-in/sessions/<int:session_id>/end/", views.end_session, name="end_session"),
        path("my-sign-in/activity/", views.still_here, name="still_here"),
    ],
    "sign_in",
)

urlpatterns = [
    path("", include(OURS)),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/password/", account.password_change, name="account_change_password"),
    path("sign-in/code/", codes.authenticate, name="mfa_authenticate"),
    path("sign-in/confirm/code/", codes.reauthenticate, name="mfa_reauthenticate"),
    path("my-sign-in/second-factor/", views.mine, name="mfa_index"),
    path("my-sign-in/second-factor/set-up/", second_factor.set_up, name="mfa_activate_totp"),
    path("my-sign-in/second-factor/removal/", second_factor.remove, name="mfa_deactivate_totp"),
    path("my-sign-in/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("my-sign-in/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
