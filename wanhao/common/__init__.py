"""Plain tools of the whole centre: no tables, no Django."""
