"""Help to agents on the floor: asked with one key, given by leaders, measured."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpConfig(AppConfig):
    name = "wanhao.management.help"
    label = "help"
    verbose_name = _("Help on the floor")
