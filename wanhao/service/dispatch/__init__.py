"""Dispatch: a ticket's pieces handed to departments, and what becomes of them."""
