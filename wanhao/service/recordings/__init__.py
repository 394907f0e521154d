"""Recordings of what was said with customers: captured, converted, sealed, heard, deleted; and voice messages."""
