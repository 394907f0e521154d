"""Live screens of the floor."""
