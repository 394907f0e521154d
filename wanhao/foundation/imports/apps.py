"""Lists brought in as CSV or XLSX: checked, looked over, then written, with a file of what was rejected."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "wanhao.foundation.imports"
    label = "imports"
    verbose_name = _("Imports")
