"""Tickets: work that outlives the contact."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "wanhao.service.tickets"
    label = "tickets"
    verbose_name = _("Tickets")

    def ready(self) -> None:
        """Tickets have files and clocks; promises speak of their types; the eye opens the place."""
        from wanhao.foundation.lists.spec import register
        from wanhao.service.tickets.attachments import register_files
        from wanhao.service.tickets.importing import register_list
        from wanhao.service.tickets.keeper import register_clocks
        from wanhao.service.tickets.listing import tickets_spec
        from wanhao.service.tickets.private import register_private_values
        from wanhao.service.tickets.promise_acts import register_promises

        register(tickets_spec())
        register_list()
        register_files()
        register_clocks()
        register_promises()
        register_private_values()
