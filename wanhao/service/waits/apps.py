"""How long a customer will wait, told honestly, and how true it proved."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaitsConfig(AppConfig):
    name = "wanhao.service.waits"
    label = "waits"
    verbose_name = _("Waits")
