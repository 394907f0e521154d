"""Tickets: work that outlives the contact."""
