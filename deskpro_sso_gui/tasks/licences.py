"""The licences of what this program is made of, for its user to read."""

import re
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

import msgspec

from deskpro_sso_gui import resources

_OWN: Final = "deskpro-sso-gui"
_LIST: Final = "licences.json"
_TEXT_NAMES: Final = re.compile(r"(?i)^(licen[cs]e|copying|notice|authors)")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA: Final = re.compile(r"\bextra\s*==")
_WORDS: Final = ("License-Expression", "License")
_CLASSIFIER: Final = "License :: "
_LONGEST_NAME: Final = 80


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """Of one part.

    Attributes:
        licence: an SPDX expression or words; empty where it names none.
        text: the file with its text below the resources; empty where there is none.
        texts: the texts themselves, where they are no resource.
    """

    name: str
    version: str = ""
    licence: str = ""
    text: str = ""
    texts: tuple[Path, ...] = ()


def licences() -> Sequence[Licence]:
    """Return the parts, sorted by name; it blocks.

    A packaged program has a list of what is in it. Run from source it is made of our requirements
    and of theirs, as they are installed.
    """
    try:
        data = resources.path(_LIST).read_bytes()
        return msgspec.json.decode(data, type=list[Licence])
    except (OSError, msgspec.DecodeError):
        found = {each.name.lower(): each for each in _installed()}
        return [found[name] for name in sorted(found)]


def licence_text(licence: Licence) -> str:
    """Return the text of a licence, empty where there is none; it blocks."""
    paths = [*licence.texts, *([resources.path(licence.text)] if licence.text else [])]
    texts = []
    for path in paths:
        try:
            texts.append(path.read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            continue
    return "\n\n".join(texts)


def _installed() -> Iterator[Licence]:
    pending, seen = list(_requirements()), set[str]()
    while pending:
        name = pending.pop()
        if (key := _key(name)) in seen:
            continue
        seen.add(key)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system than this
        yield _licence(found)
        pending += _names(found.requires or ())


def _requirements() -> Sequence[str]:
    """Return what we need ourselves, from our own wheel or the checkout."""
    try:
        return _names(metadata.distribution(_OWN).requires or ())
    except metadata.PackageNotFoundError:
        import tomllib  # noqa: PLC0415 - in a checkout alone

        project = resources.root().parent / "pyproject.toml"
        try:
            declared = tomllib.loads(project.read_text(encoding="utf-8"))
            return _names(declared["project"]["dependencies"])
        except (OSError, KeyError, tomllib.TOMLDecodeError):
            return ()


def _names(requirements: Sequence[str]) -> list[str]:
    wanted = (each for each in requirements if not _EXTRA.search(each))
    return [match[0] for each in wanted if (match := _NAME.match(each)) is not None]


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(found: metadata.Distribution) -> Licence:
    said = [each.strip() for field in _WORDS for each in found.metadata.get_all(field) or ()]
    said += [
        each.removeprefix(_CLASSIFIER).removeprefix("OSI Approved :: ")
        for each in found.metadata.get_all("Classifier") or ()
        if each.startswith(_CLASSIFIER)
    ]
    # some put the whole text where a name belongs
    named = next((each for each in said if each and len(each) <= _LONGEST_NAME), "")
    texts = [
        Path(str(found.locate_file(file)))
        for file in found.files or ()
        if ".dist-info" in file.parts[0] and _TEXT_NAMES.match(file.name)
    ]
    return Licence(
        name=found.metadata["Name"],
        version=found.version,
        licence=named,
        texts=tuple(sorted(texts)),
    )
