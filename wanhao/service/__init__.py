"""Serving a customer."""
