"""The pages of staff."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffPagesConfig(AppConfig):
    name = "wanhao.access.staff"
    label = "staff"
    verbose_name = _("Staff")
