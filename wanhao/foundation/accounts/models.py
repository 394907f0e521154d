"""Units of the organisation, staff, and the postings that give them roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.accounts.rights import ROLE_RIGHTS, SECOND_FACTOR_ROLES, Right, Role
from wanhao.foundation.privacy.fields import SealedText


def by_language(zh: str, en: str) -> str:
    """The Chinese or the English name, whichever the reader uses."""
    return en if (get_language() or "").startswith("en") and en else zh


def page_language() -> str:
    """The language the reader uses, as it is kept with what they write: zh or en."""
    return by_language("zh", "en")


@pghistory.track()
class Unit(models.Model):
    """A node of the organisation: operator → region → centre, hall or department → team. Every version is kept."""

    class Kind(models.TextChoices):
        OPERATOR = "operator", _("Operator")
        REGION = "region", _("Region")
        CENTRE = "centre", _("Centre")
        HALL = "hall", _("Service hall")
        DEPARTMENT = "department", pgettext_lazy("unit", "Department")
        TEAM = "team", _("Team")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    path = models.CharField(_("path"), max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], opclasses=["varchar_pattern_ops"], name="unit_path_prefix")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="operator", parent=None) | ~Q(kind="operator") & Q(parent__isnull=False),
                name="only_the_operator_has_no_parent",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


class StaffAccounts(BaseUserManager["Staff"]):
    """How Django finds staff by their number."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        """Staff sign in with their staff number."""
        return self.get(staff_number=username)


class Staff(AbstractBaseUser):
    """A member of staff. Those who leave stay as rows, so that history keeps its people."""

    staff_number = models.CharField(_("staff number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff", verbose_name=_("unit"))
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    sip_secret = SealedText(_("SIP secret"), blank=True, editable=False)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects = StaffAccounts()

    USERNAME_FIELD = "staff_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["staff_number"]
        constraints = [
            models.CheckConstraint(condition=Q(left_on=None) | Q(is_active=False), name="who_left_cannot_sign_in")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.staff_number}"

    @property
    def display_name(self) -> str:
        """Name and number, as printed on pages."""
        return str(self)

    @cached_property
    def current_postings(self) -> list[Posting]:
        """Postings in force today; read once per object."""
        return list(self.postings.in_force(timezone.localdate()).select_related("unit"))

    def roles(self) -> set[Role]:
        """Roles held today, wherever."""
        return {Role(posting.role) for posting in self.current_postings}

    def is_in_hall(self) -> bool:
        """Does this person meet customers in a service hall?"""
        return not self.roles().isdisjoint({Role.HALL_CLERK, Role.HALL_MANAGER})

    def units_for(self, right: Right) -> list[Unit]:
        """Units (with all below them) in which this right is held today."""
        return [p.unit for p in self.current_postings if right in ROLE_RIGHTS[Role(p.role)]]

    def may(self, right: Right, unit: Unit | None = None) -> bool:
        """Does this person hold the right, anywhere or for the given unit?"""
        units = self.units_for(right) if self.is_active else []
        return bool(units) if unit is None else any(unit.path.startswith(own.path) for own in units)

    def may_any(self, rights: Iterable[Right]) -> bool:
        """Does this person hold one of the rights?"""
        return any(self.may(right) for right in rights)

    @property
    def needs_second_factor(self) -> bool:
        """Powerful roles sign in with a second factor."""
        return bool(self.roles() & SECOND_FACTOR_ROLES)

    @property
    def is_staff(self) -> bool:
        """Django's admin holds the reference data."""
        return self.may_any((Right.EDIT_REFERENCE, Right.MANAGE_STAFF))

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks by application: staff records need their own right."""
        own = perm.startswith("accounts.")
        return self.may(Right.MANAGE_STAFF if own else Right.EDIT_REFERENCE)

    def has_module_perms(self, app_label: str) -> bool:
        """Which applications the admin lists."""
        return self.has_perm(f"{app_label}.")


class UsedPassword(models.Model):
    """The hash of an earlier password, so that it is not used again soon."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="used_passwords")
    password = models.CharField(max_length=128)
    until_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("used password")
        verbose_name_plural = _("used passwords")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.until_at}"


class PostingQuerySet(models.QuerySet["Posting"]):
    def in_force(self, day: date) -> PostingQuerySet:
        """Postings valid on a day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)


class Posting(models.Model):
    """A role held in a unit and all units below it, for a time."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="postings", verbose_name=_("staff"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings", verbose_name=_("unit"))
    from_on = models.DateField(_("from"), default=timezone.localdate)
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(fields=["staff", "role", "unit", "from_on"], name="one_posting_a_day"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="posting_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} · {self.get_role_display()} · {self.unit}"
