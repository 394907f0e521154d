"""Contacts: one customer wanting service now, on any channel."""
