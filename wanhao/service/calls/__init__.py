"""Calls: what is kept of them, decided about them and asked of them; the processes that own live ones."""
