"""Signing in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignInConfig(AppConfig):
    name = "wanhao.foundation.sign_in"
    label = "sign_in"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        """Whoever leaves is signed out everywhere at that moment."""
        from wanhao.foundation.accounts import leaving
        from wanhao.foundation.sign_in.sessions import end_sessions_of_leaver

        leaving.register(end_sessions_of_leaver)
