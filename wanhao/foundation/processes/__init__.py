"""Which processes of the house run, and when each was last heard of."""
