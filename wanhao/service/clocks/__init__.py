"""Promises and their clocks: how long something may take, and what happens before and after."""
