"""The agent's workspace."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "wanhao.access.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from wanhao.access.desk.dock import dock_part
        from wanhao.management.floor.additions import add_part

        add_part("desk/dock.html", dock_part)
