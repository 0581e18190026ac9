"""Keep the translation catalogues: ``translations.py update`` and ``translations.py compile``.

The catalogues are gettext's, at ``resources/translations/LANGUAGE/LC_MESSAGES/``. ``update`` takes
every marked text of the program over into them and drops what is no longer said; a text that is
new or changed is left untranslated, for nobody has read it yet. ``compile`` writes beside each the
``.mo`` file that the program reads.
"""

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = ROOT / "deskpro_sso_gui"
CATALOGUES: Final = ROOT / "resources" / "translations"
DOMAIN: Final = "deskpro_sso_gui"
PROJECT: Final = "DeskPRO SSO Assistant"
_WIDTH: Final = 100

Message = str | tuple[str, str]
"""A text, or its forms for one and for several."""


def marked(source: bytes) -> Iterator[tuple[int, Message]]:
    """Yield the line and the text of everything that is marked in a module.

    A text is marked by ``N_``. Two that are the forms of one, marked by ``NN_`` or as ``plural``
    takes them, come as a pair.
    """
    tree = ast.parse(source)
    in_pairs: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="NN_"),
                args=[ast.Constant(value=str(first)), ast.Constant(value=str(other))],
            ):
                yield node.lineno, (first, other)
            case ast.Call(
                func=ast.Name(id="plural") | ast.Attribute(attr="plural"), args=[one, several, *_]
            ):
                pair = _text(one), _text(several)
                if pair[0] is not None and pair[1] is not None:
                    in_pairs |= {id(one), id(several)}
                    yield node.lineno, (pair[0], pair[1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in in_pairs:
            text = _text(node)
            if text:
                yield node.lineno, text


def _text(node: ast.expr) -> str | None:
    match node:
        case ast.Call(func=ast.Name(id="N_"), args=[ast.Constant(value=str(text))]):
            return text
    return None


def template() -> Catalog:
    """Return a catalogue of every marked text of the program, none of them translated."""
    catalogue = Catalog(project=PROJECT)
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        for line, message in marked(path.read_bytes()):
            catalogue.add(message, locations=[(where, line)])
    return catalogue


def files() -> dict[str, Path]:
    """Return the file of each catalogue there is, by its locale."""
    found = sorted(CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {path.parts[-3]: path for path in found}


def read(path: Path) -> Catalog:
    """Return the catalogue in ``path``."""
    with path.open("rb") as source:
        return read_po(source, locale=path.parts[-3], abort_invalid=True)


def update(locale: str, texts: Catalog) -> None:
    """Make the catalogue of ``locale`` hold what ``texts`` holds, keeping what is translated."""
    path = CATALOGUES / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read(path) if path.is_file() else Catalog(locale=locale, project=PROJECT)
    # a guess from a similar text would be shown although nobody has read it
    catalogue.update(texts, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    with path.open("wb") as target:
        # lines move with every change, and would move the catalogues with them
        write_po(target, catalogue, width=_WIDTH, sort_by_file=True, include_lineno=False)


def compile_all() -> None:
    """Write the ``.mo`` file of each catalogue, where it is older than the catalogue."""
    for path in files().values():
        made = path.with_suffix(".mo")
        if made.is_file() and made.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        catalogue = read(path)
        with made.open("wb") as target:
            write_mo(target, catalogue)


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("update", "compile"))
    if parser.parse_args().what == "update":
        from deskpro_sso_gui.texts import LANGUAGES  # noqa: PLC0415 - a build has it not installed

        texts = template()
        for tag in LANGUAGES:
            if tag != "en":
                update(tag.replace("-", "_"), texts)
    compile_all()


if __name__ == "__main__":
    main()
