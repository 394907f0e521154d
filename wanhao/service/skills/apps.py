"""Skills: who can do what, and so who serves which queue."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SkillsConfig(AppConfig):
    name = "wanhao.service.skills"
    label = "skills"
    verbose_name = _("Skills")

    def ready(self) -> None:
        """Routing says which skill is missing when it is asked why."""
        from wanhao.service.skills.explaining import register

        register()
