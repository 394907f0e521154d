"""Rules over live figures, the alerts they open, and who is told."""
