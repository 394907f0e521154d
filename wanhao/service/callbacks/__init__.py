"""Callbacks: the customer hangs up and keeps the place; we call when its turn comes."""
