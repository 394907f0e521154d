"""Units in the admin. Sign-in secrets and mail addresses of the sign-in library are nobody's reading."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

for hidden in (EmailAddress, Authenticator):
    admin.site.unregister(hidden)
