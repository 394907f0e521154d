"""Django's admin with our own site."""

from django.contrib.admin.apps import SimpleAdminConfig


class OurAdminConfig(SimpleAdminConfig):
    """The pages of reference data are looked for by config/urls.py: only the process that shows them needs them."""

    default_site = "config.admin_site.ReferenceData"
