"""Which processes of the house run, and when each was last heard of."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessesConfig(AppConfig):
    name = "wanhao.foundation.processes"
    label = "processes"
    verbose_name = _("Processes")
