"""Visits: what technicians do and measure at the customer, told from a phone that may be offline."""
