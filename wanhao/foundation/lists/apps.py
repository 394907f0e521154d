"""Lists: what every long list of the house can do."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListsConfig(AppConfig):
    name = "wanhao.foundation.lists"
    label = "lists"
    verbose_name = _("Lists")
