"""Tests of the change-tracking list."""
