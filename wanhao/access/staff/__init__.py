"""The pages of staff: who works here, in which roles, where they are signed in, and what leaders do about it."""
