"""Short messages to staff, in the application."""
