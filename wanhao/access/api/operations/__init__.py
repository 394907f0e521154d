"""The operations of the interface, a file for each context they reach into."""
