"""Functions kept as .sql files beside the code that calls them; migrations install them."""

from pathlib import Path


def sql_file(module_file: str, name: str) -> str:
    """The text of `sql/NAME` beside the migrations folder of `module_file` (a migration's __file__)."""
    return (Path(module_file).resolve().parent.parent / "sql" / name).read_text()
