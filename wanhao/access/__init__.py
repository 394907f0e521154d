"""Ways in, where contexts meet on a page."""
