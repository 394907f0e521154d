"""How long a customer will wait, told honestly, and how true it proved."""
