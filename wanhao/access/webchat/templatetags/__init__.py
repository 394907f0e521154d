"""Template tags of the customers' pages."""
