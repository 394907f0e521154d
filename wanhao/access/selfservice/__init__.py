"""The customer's own page of a ticket: progress, messages, appointment, and whether it is solved."""
