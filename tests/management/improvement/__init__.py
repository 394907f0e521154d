"""Tests of themes and improvements."""
