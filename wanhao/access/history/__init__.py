"""Every contact there was: the list behind the figures, and one contact with all that happened to it."""
