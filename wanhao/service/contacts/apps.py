"""Contacts: one customer wanting service now, on any channel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "wanhao.service.contacts"
    label = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        """Who serves a contact reaches its customer."""
        from wanhao.service.contacts import reach

        reach.register()
