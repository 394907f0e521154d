"""Customers: who they are and what they hold."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "wanhao.records.customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Offer the import of customers; let the eye open what is masked."""
        from wanhao.foundation.imports.kinds import register_import
        from wanhao.records.customers.importing import CUSTOMERS
        from wanhao.records.customers.private import register_private_values

        register_import(CUSTOMERS)
        register_private_values()
