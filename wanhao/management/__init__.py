"""Running the floor: supervision, help to agents, what changes in the business, alerts."""
