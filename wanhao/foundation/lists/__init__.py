"""Lists that scale: chips, saved views, columns, keyset pages, totals without a scan, export, acts on many."""
