"""The sign-in policy in the admin. What the libraries of sign-in and jobs keep is nobody's reading."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from procrastinate.contrib.django.models import ProcrastinateJob
from unfold.admin import ModelAdmin

from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.sign_in.models import SecurityPolicy

admin.site.unregister([EmailAddress, Authenticator, Group, ProcrastinateJob])


@admin.register(SecurityPolicy)
class SecurityPolicyAdmin(ModelAdmin):
    """One row: how strict sign-in is. For whoever manages staff, as all that is written down about them."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Listed for them only."""
        return viewer(request).may(Right.MANAGE_STAFF)

    def has_view_permission(self, request: HttpRequest, obj: SecurityPolicy | None = None) -> bool:
        """Read by them only."""
        return viewer(request).may(Right.MANAGE_STAFF)

    def has_change_permission(self, request: HttpRequest, obj: SecurityPolicy | None = None) -> bool:
        """Changed by them only."""
        return viewer(request).may(Right.MANAGE_STAFF)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return viewer(request).may(Right.MANAGE_STAFF) and not SecurityPolicy.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: SecurityPolicy | None = None) -> bool:
        """There is always a policy."""
        return False

    def save_model(self, request: HttpRequest, obj: SecurityPolicy, form: Any, change: bool) -> None:
        """The one row."""
        obj.pk = 1
        super().save_model(request, obj, form, change)
