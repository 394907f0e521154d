"""Staff, the units they belong to, their roles and rights."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "wanhao.foundation.accounts"
    label = "accounts"
    verbose_name = _("Staff and units")

    def ready(self) -> None:
        """Offer the staff list on the imports page."""
        from wanhao.foundation.accounts.staff_import import STAFF
        from wanhao.foundation.imports.kinds import register_import

        register_import(STAFF)
