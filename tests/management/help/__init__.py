"""Tests of help on the floor."""
