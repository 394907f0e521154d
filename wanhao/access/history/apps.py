"""Every contact there was."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "wanhao.access.history"
    label = "history"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        """Offer the list's saved views and files."""
        from wanhao.access.history.listing import contacts_spec
        from wanhao.foundation.lists.spec import register

        register(contacts_spec())
