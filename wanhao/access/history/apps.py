"""Every contact there was."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "wanhao.access.history"
    label = "history"
    verbose_name = _("Contacts")
