"""`wanhao up`: everything on one machine, from an empty folder to a running house, and down again."""
