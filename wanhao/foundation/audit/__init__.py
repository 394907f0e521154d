"""Everything that happens is an event, kept and sealed."""
