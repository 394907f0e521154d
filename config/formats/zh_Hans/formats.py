"""Thousands are set apart as in English; Django leaves them together."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
