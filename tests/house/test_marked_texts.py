import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "deskpro_sso_gui"
TREES = {path: ast.parse(path.read_bytes()) for path in sorted(PACKAGE.rglob("*.py"))}


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _text(node: ast.expr) -> str | None:
    """Return the text that ``N_`` marks in ``node``, None where it marks none."""
    match node:
        case ast.Call(func=ast.Name(id="N_"), args=[ast.Constant(value=str(text))]):
            return text
    return None


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _faults(text: str) -> Iterator[str]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        yield str(error)
        return
    for _, name, form, conversion in parts:
        if name is not None and not name.isidentifier():
            yield f"a value without a plain name: {{{name}}}"
        if form or conversion:
            yield f"a value with a format: {name}"
    if text != text.strip():
        yield "blanks around it"
    if "  " in text:
        yield "two blanks in a row"


def test_every_marked_text_names_its_values_and_nothing_else() -> None:
    found = []
    for path, tree in TREES.items():
        for call in (*_calls(tree, "N_"), *_calls(tree, "NN_")):
            place = f"{path.relative_to(ROOT)}:{call.lineno}"
            for argument in call.args:
                match argument:
                    case ast.Constant(value=str(text)):
                        found += [f"{place}: {fault}" for fault in _faults(text)]
                    case _:
                        found.append(f"{place}: no literal text")
    assert found == []


@pytest.mark.parametrize(
    "text", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>5}", "{", " a", "a  b"]
)
def test_the_search_finds(text: str) -> None:
    assert list(_faults(text))


def test_every_text_that_is_shown_gets_all_its_values() -> None:
    found = []
    for path, tree in TREES.items():
        for name, texts in (("t", 1), ("plural", 2)):
            for call in _calls(tree, name):
                given = {keyword.arg for keyword in call.keywords}
                if None in given:  # the values come as a mapping
                    continue
                given |= {"count"} if name == "plural" else set()
                for argument in call.args[:texts]:
                    wanted = _placeholders(_text(argument) or "")
                    missing = wanted - given if _text(argument) else set()
                    if missing:
                        found.append(f"{path.relative_to(ROOT)}:{call.lineno}: {missing}")
    assert found == []


def test_no_text_is_shown_without_being_marked() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in TREES.items()
        for call in _calls(tree, "t")
        if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert found == []


def test_the_forms_of_a_text_are_marked_together() -> None:
    # or else the catalogues would hold two texts instead of the forms of one
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in TREES.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and "plural" in {getattr(call.func, "id", ""), getattr(call.func, "attr", "")}
        and not isinstance(call.args[0], ast.Starred)  # what NN_ marked
        and not all(_text(argument) for argument in call.args[:2])
    ]
    assert found == []


@pytest.mark.parametrize(
    "template", sorted((ROOT / "resources" / "templates").glob("*.j2")), ids=lambda path: path.name
)
def test_a_template_holds_no_words_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    for unseen in (r"<style>.*?</style>", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>"):
        text = re.sub(unseen, " ", text, flags=re.DOTALL)
    assert re.findall(r"[^\W\d_]+", text) == []
