"""Checks of the tree itself, part of `make check`: sizes, borders, migrations, texts."""
