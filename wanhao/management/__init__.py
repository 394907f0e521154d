"""Running the floor: help to agents, supervision, what changes in the business."""
