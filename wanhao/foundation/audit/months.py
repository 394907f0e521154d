"""Partitions of the event table, one a month, made before they are needed."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

MONTHS_AHEAD = 3


def make_months(today: date) -> None:
    """Make the partitions of this and the coming months; gives up after two seconds rather than holding up writers."""
    for ahead in range(MONTHS_AHEAD + 1):
        months = today.year * 12 + today.month - 1 + ahead
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '2s'")
            cursor.execute("select audit_make_month(%s)", [date(months // 12, months % 12 + 1, 1)])
