"""Appeals of customers to the regulator: their limits, our answer, and the evidence for it."""
