"""The customer's page, where records, contacts and tickets meet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Customer360Config(AppConfig):
    name = "wanhao.access.customer360"
    label = "customer360"
    verbose_name = _("Customer pages")

    def ready(self) -> None:
        """Offer the list's saved views and files."""
        from wanhao.access.customer360.listing import customers_spec
        from wanhao.foundation.lists.spec import register

        register(customers_spec())
