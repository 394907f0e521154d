"""No context reads or writes another's tables: `python -m checks.borders`.

What another context knows is asked of its `queries`, what is to change there is done by its `actions`; its models are
imported for types and for the names of states alone. The rows all stand on (`COMMON`) are read by everybody, as they
are through any relation, and written by their own context only (decision 13).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("foundation", "records", "service", "management", "access", "operations")
DOORS = {"objects", "_default_manager", "_base_manager"}
WRITES = {"save", "asave", "delete", "adelete"}
COMMON = {"Staff", "Unit", "Hours", "StoredEvent"}
WRITES_OF_MANY = WRITES | {"create", "get_or_create", "update_or_create", "bulk_create", "update", "bulk_update"}


def context_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Layer and context of a module, `("service", "tickets")`; nothing for what belongs to none."""
    return parts[1:3] if len(parts) > 2 and parts[0] == "wanhao" and parts[1] in LAYERS else ()


def holds_models(parts: tuple[str, ...]) -> bool:
    """Whether a module says what tables there are: `models.py`, within `models/`, `related_models.py`."""
    return any(part == "models" or part.endswith("_models") for part in parts[3:])


class Reading(ast.NodeVisitor):
    """Goes through one file and gathers what it does with the models of other contexts."""

    def __init__(self, own: tuple[str, ...]) -> None:
        self.own = own
        self.foreign: dict[str, str] = {}  # a name in the file → the class or module it stands for
        self.rows: dict[str, str] = {}  # a variable said to be a row of a foreign model → that model
        self.found: list[tuple[int, str, str]] = []

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Remember what comes from another context's tables."""
        module = tuple((node.module or "").split("."))
        for name in node.names:
            whole = (*module, name.name)
            if context_of(whole) not in ((), self.own) and holds_models(whole):
                self.foreign[name.asname or name.name] = name.name

    def visit_Import(self, node: ast.Import) -> None:
        """Remember another context's tables under a short name."""
        for name in node.names:
            whole = tuple(name.name.split("."))
            if name.asname and context_of(whole) not in ((), self.own) and holds_models(whole):
                self.foreign[name.asname] = whole[-1]

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Read a function with its own variables."""
        before = dict(self.rows)
        for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            self._name_row(arg.arg, self._model(arg.annotation))
        self.generic_visit(node)
        self.rows = before

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """The same for one that waits."""
        self.visit_FunctionDef(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Remember rows made by hand: `ticket = Ticket(…)`."""
        made = self._model(node.value.func) if isinstance(node.value, ast.Call) else None
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._name_row(target.id, made)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """`Ticket.objects`, `models.Ticket.objects`, `Ticket(…).save`, `ticket.save`."""
        of, model = node.value, None
        if node.attr in DOORS:
            model = self._model(of)
            model = None if model in COMMON else model
        elif node.attr in WRITES and isinstance(of, ast.Call):
            model = self._model(of.func)
        elif node.attr in WRITES and isinstance(of, ast.Name):
            model = self.rows.get(of.id)
        if model:
            self.found.append((node.lineno, model, node.attr))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """`Unit.objects.filter(…).update(…)`: the rows all stand on, written from elsewhere."""
        if isinstance(node.func, ast.Attribute) and node.func.attr in WRITES_OF_MANY:
            model = self._asked_of(node.func.value)
            if model in COMMON:
                self.found.append((node.lineno, str(model), node.func.attr))
        self.generic_visit(node)

    def _asked_of(self, node: ast.expr) -> str | None:
        """The model at whose door a chain of calls begins."""
        while isinstance(node, ast.Attribute | ast.Call):
            if isinstance(node, ast.Attribute) and node.attr in DOORS:
                return self._model(node.value)
            node = node.func if isinstance(node, ast.Call) else node.value
        return None

    def _name_row(self, name: str, model: str | None) -> None:
        self.rows.pop(name, None)
        if model:
            self.rows[name] = model

    def _model(self, node: ast.expr | None) -> str | None:
        if isinstance(node, ast.Name):
            return self.foreign.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.foreign:
            return node.attr
        return None


def crossings(source: str, name: str) -> Iterator[str]:
    """What one file does with the tables of others, and what to do instead."""
    reading = Reading(context_of(Path(name).with_suffix("").parts))
    reading.visit(ast.parse(source))
    for line, model, attr in sorted(reading.found):
        remedy = (
            "call an action of that context"
            if attr in WRITES_OF_MANY
            else "ask a query of that context, or add one there"
        )
        yield f"{name}:{line}: {attr} of another context's {model}: {remedy}"


def main() -> int:
    """Say who reaches over a border; exit 1 when anybody does."""
    found: list[str] = []
    for file in sorted((ROOT / "wanhao").rglob("*.py")):
        name = str(file.relative_to(ROOT))
        if "migrations" in file.parts:
            continue
        found += crossings(file.read_text(), name)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
