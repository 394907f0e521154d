"""Skills: who can do what, and so who serves which queue."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SkillsConfig(AppConfig):
    name = "wanhao.service.skills"
    label = "skills"
    verbose_name = _("Skills")
