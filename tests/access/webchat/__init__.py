"""The customer's side of the web chat."""
