"""Contingency: plans, the emergency team and how it is called, the emergency itself and what is learnt from it."""
