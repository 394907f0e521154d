"""Coverage: where mobiles have no signal, what is built against it, and hazards on the street."""
