"""The translations: complete, read by somebody, and true to the places of their values."""

import importlib.util
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message

from deskpro_sso_gui import texts
from deskpro_sso_gui.diagnosis.catalogue.entry import LABELS

ROOT = Path(__file__).parents[2]


def _translations() -> ModuleType:
    path = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TRANSLATIONS = _translations()
SAID = {message.id: message for message in TRANSLATIONS.template() if message.id}
FILES: dict[str, Path] = TRANSLATIONS.files()
READ = {locale: TRANSLATIONS.read(path) for locale, path in FILES.items()}

UNMISTAKABLE = sorted(
    {label for label in LABELS.values() if len(label.split()) > 1 and "{" not in label}
)
"""Labels of the consoles that are no ordinary words of a sentence."""


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    texts.use("en")


def test_there_is_a_catalogue_for_each_language_that_is_offered() -> None:
    assert set(FILES) == {tag.replace("-", "_") for tag in texts.LANGUAGES if tag != "en"}


def _pair(message: Message) -> tuple[str, str]:
    """Return what a text says of one and of several."""
    if isinstance(message.id, str):
        return message.id, message.id
    one, several = message.id
    return one, several


def _forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(map(str, said)) if isinstance(said, tuple | list) else (str(said or ""),)


def _names(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _ending(text: str) -> str:
    for mark, alike in ((".", ".。"), ("…", "…"), (":", ":\uff1a"), ("?", "?\uff1f")):
        if text.endswith(tuple(alike)):
            return mark
    return ""


def _faults(message: Message, forms: int) -> Iterator[str]:
    one, several = _pair(message)
    translated = _forms(message)
    if message.fuzzy:
        yield "nobody has read it"
    if isinstance(message.id, tuple) and len(translated) != forms:
        yield f"{len(translated)} forms instead of {forms}"
    if not all(translated):
        yield "not translated"
        return
    for text in translated:
        # the form for one may say "one", and the only form there is has to name the number
        optional = isinstance(message.id, tuple) and text is not translated[-1]
        yield from _broken_values(text, several, {"count"} if optional else set())
        if text != text.strip() or "  " in text:
            yield "blanks around it, or two in a row"
        if _ending(text) != _ending(one):
            yield f"ends otherwise: {text[-1]!r}"
    for label in UNMISTAKABLE:
        if all(label in each for each in (one, several)) and label not in translated[-1]:
            yield f"the console says {label!r}"


def _broken_values(text: str, said: str, optional: set[str]) -> Iterator[str]:
    try:
        named = _names(text)
    except ValueError as error:
        yield f"its values can't be told: {error}"
        return
    if ({*named} ^ {*_names(said)}) - optional:
        yield f"values {named} instead of {_names(said)}"


@pytest.mark.parametrize("locale", FILES)
def test_a_catalogue_says_all_that_is_said_and_nothing_else(locale: str) -> None:
    found = {message.id for message in READ[locale] if message.id}
    hint = "run: make translations"
    assert sorted(map(str, SAID.keys() - found)) == [], hint
    assert sorted(map(str, found - SAID.keys())) == [], hint
    assert list(READ[locale].obsolete) == [], hint


@pytest.mark.parametrize("locale", FILES)
def test_every_text_is_translated_with_its_values(locale: str) -> None:
    catalogue: Catalog = READ[locale]
    found = [
        f"{message.id!r}: {fault}"
        for message in catalogue
        if message.id
        for fault in _faults(message, catalogue.num_plurals)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "translated", "flags"),
    [
        ("Saved in {path}.", "", []),
        ("Saved in {path}.", "Gespeichert.", []),
        ("Saved in {path}.", "Gespeichert in {pfad}.", []),
        ("Saved in {path}.", "Gespeichert in {path", []),
        ("Saved in {path}.", "Gespeichert in {path}", []),
        ("Saved in {path}.", " Gespeichert in {path}.", []),
        ("Saved in {path}.", "Gespeichert in {path}.", ["fuzzy"]),
        (("one group", "{count} groups"), ("eine Gruppe",), []),
        (("one group", "{count} groups"), ("eine Gruppe", "Gruppen"), []),
        ((UNMISTAKABLE[0], UNMISTAKABLE[0]), ("Etwas", "Etwas"), []),
    ],
)
def test_a_translation_that_breaks_is_found(
    text: str | tuple[str, str], translated: str | tuple[str, ...], flags: list[str]
) -> None:
    assert list(_faults(Message(text, translated, flags=flags), 2))


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("Saved in {path}.", "In {path} gespeichert."),
        (("one group", "{count} groups"), ("eine Gruppe", "{count} Gruppen")),
        (("one group", "{count} groups"), ("{count} Gruppe", "{count} Gruppen")),
    ],
)
def test_a_good_translation_is_not_complained_of(
    text: str | tuple[str, str], translated: str | tuple[str, ...]
) -> None:
    assert list(_faults(Message(text, translated), 2)) == []


@pytest.mark.parametrize("tag", [tag for tag in texts.LANGUAGES if tag != "en"])
def test_the_program_reads_what_was_compiled(tag: str) -> None:
    texts.use(tag)
    assert texts.language() == tag
    message = READ[tag.replace("-", "_")].get("Settings")
    assert message is not None
    assert texts.t("Settings") == message.string


def test_every_marked_text_is_found() -> None:
    source = b"""
x = N_("one"), plural(N_("a"), N_("b {count}"), 3), t(N_("two"), a=N_("three"))
y = texts.plural(N_("c"), N_("d {count}"), 3), NN_("e", "f {count}")
"""
    found = [message for _, message in TRANSLATIONS.marked(source)]
    pairs = [("a", "b {count}"), ("c", "d {count}"), ("e", "f {count}")]
    assert sorted(found, key=str) == [*pairs, "one", "three", "two"]


def test_a_catalogue_is_brought_up_to_date_without_losing_or_guessing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TRANSLATIONS, "CATALOGUES", tmp_path)
    before = Catalog()
    for text in ("Save the summary", "Gone"):
        before.add(text)
    TRANSLATIONS.update("de", before)
    path = tmp_path / "de" / "LC_MESSAGES" / "deskpro_sso_gui.po"
    written = path.read_text(encoding="utf-8")
    assert re.search(r"nplurals=2", written)
    path.write_text(
        written.replace(
            'msgid "Save the summary"\nmsgstr ""',
            'msgid "Save the summary"\nmsgstr "Zusammenfassung speichern"',
        ),
        encoding="utf-8",
    )
    after = Catalog()
    for text in ("Save the summary", "Save the summary again"):
        after.add(text)
    TRANSLATIONS.update("de", after)
    result = TRANSLATIONS.read(path)
    assert {message.id: message.string for message in result if message.id} == {
        "Save the summary": "Zusammenfassung speichern",
        "Save the summary again": "",
    }
    assert not list(result.obsolete)
