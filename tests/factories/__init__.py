"""Rows for tests: plain functions, one file for each context."""
