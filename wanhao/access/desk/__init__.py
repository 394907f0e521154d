"""The agent's workspace."""
