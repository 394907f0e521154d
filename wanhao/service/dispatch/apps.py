"""Dispatch: work orders to departments and on to people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    name = "wanhao.service.dispatch"
    label = "dispatch"
    verbose_name = _("Work orders")

    def ready(self) -> None:
        """Clocks learn whom to tell about work orders."""
        from wanhao.service.clocks import keepers
        from wanhao.service.dispatch.promises import WorkOrderKeeper

        keepers.register("work_order", WorkOrderKeeper())
