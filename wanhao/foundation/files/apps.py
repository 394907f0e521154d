"""Files that belong to things: attachments, evidence, photographs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "wanhao.foundation.files"
    label = "files"
    verbose_name = _("Files")
