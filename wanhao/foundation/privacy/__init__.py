"""Private data: sealed at rest, masked on pages, every look recorded."""
