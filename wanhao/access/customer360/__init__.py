"""The customer's page: who they are, what they hold, what is open, everything that happened, on every channel."""
