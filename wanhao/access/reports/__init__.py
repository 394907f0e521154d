"""Figures over time, with their formulas."""
