"""Short messages to customers, through a gateway outside the house."""
