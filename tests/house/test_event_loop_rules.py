import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "deskpro_sso_gui"
UI = sorted((PACKAGE / "ui").rglob("*.py"))
NESTING = {"exec", "exec_", "processEvents"}
UNAVOIDABLE = {("ui/widgets/file_drag.py", "drag.exec")}
"""Qt offers a system's drag in no other form; it begins in an event of Qt's, never in a task."""


def _offences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what would run a second event loop inside the first, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) as function) if name in NESTING:
                yield node.lineno, ast.unparse(function)
            case ast.ImportFrom(module=str(module), names=names) if module.startswith("PySide6"):
                yield from (
                    (node.lineno, alias.name) for alias in names if alias.name == "QEventLoop"
                )
            case ast.Attribute(attr="QEventLoop", value=ast.Name(id=library)):
                if library != "qasync":
                    yield node.lineno, ast.unparse(node)


def test_nothing_in_the_window_runs_an_event_loop_inside_another() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {what}"
        for path in UI
        for line, what in _offences(ast.parse(path.read_bytes()))
        if (path.relative_to(PACKAGE).as_posix(), what) not in UNAVOIDABLE
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "dialog.exec()",
        "QMessageBox(self).exec_()",
        "QApplication.instance().processEvents()",
        "from PySide6.QtCore import QEventLoop",
        "QtCore.QEventLoop()",
    ],
)
def test_the_search_finds(code: str) -> None:
    assert list(_offences(ast.parse(code)))


def test_the_loop_of_qasync_is_no_offence() -> None:
    assert list(_offences(ast.parse("qasync.QEventLoop(application)"))) == []


def test_no_module_imports_everything_of_another() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert found == []
