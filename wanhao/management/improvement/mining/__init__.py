"""Finding themes in Chinese texts: plain Python and numpy, no Django, no database."""
