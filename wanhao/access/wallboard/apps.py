"""Live screens of the floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WallboardConfig(AppConfig):
    name = "wanhao.access.wallboard"
    label = "wallboard"
    verbose_name = _("Wallboard")
