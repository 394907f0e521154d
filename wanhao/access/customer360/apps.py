"""The customer's page, where records, contacts and tickets meet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Customer360Config(AppConfig):
    name = "wanhao.access.customer360"
    label = "customer360"
    verbose_name = _("Customer pages")

    def ready(self) -> None:
        """Customers being served come within reach of who serves them."""
        from wanhao.access.customer360.served import customers_on_line
        from wanhao.records.customers.reach import also_reach

        also_reach(customers_on_line)
