"""Dispatch: work orders to departments and on to people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    name = "wanhao.service.dispatch"
    label = "dispatch"
    verbose_name = _("Work orders")

    def ready(self) -> None:
        """Clocks learn whom to tell about work orders, files who may see theirs, tickets what they wait for."""
        from wanhao.foundation.files import subjects
        from wanhao.service.clocks import keepers
        from wanhao.service.dispatch import carrying, charges, evidence, reactions
        from wanhao.service.dispatch.panels import register_panels
        from wanhao.service.dispatch.promises import WorkOrderKeeper
        from wanhao.service.tickets import closing

        keepers.register("work_order", WorkOrderKeeper())
        subjects.register("work_order", evidence.FILES)
        closing.veto(reactions.needs_its_departments_answers)
        register_panels()
        charges.register_false_orders()
        carrying.register_carrying()
