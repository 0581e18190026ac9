"""What the frozen program is made of: what of all that PyInstaller finds is really needed."""

import ast
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path
from typing import Final

Entry = tuple[str, str, str]
"""Where a file goes, where it comes from, and what kind of file it is."""

KEYRINGS: Final = ("SecretService", "libsecret", "kwallet", "Windows", "macOS")
"""The backends that ``credentials/keyring_store.py`` may use; they are imported by name."""

UNUSED_MODULES: Final = (
    # interpreters' and developers' own
    *("tkinter", "unittest", "pydoc", "test", "lib2to3", "curses", "readline", "pdb", "doctest"),
    # libsecret's way through GObject: SecretService reaches the same keyring by itself
    "gi",
    # filelock's lock for many readers, which does without it
    "sqlite3",
)

# PyInstaller takes the whole of lxml along, since its parts import each other unseen. Nothing of
# ours or of signxml's asks for these.
_UNUSED_PARTS: Final = re.compile(r"lxml[./](html|objectify|isoschematron|cssselect|sax)\b")

# The window uses QtCore, QtGui, QtWidgets and QtSvg, QtPrintSupport for paper, QtNetwork and QtDBus
# for what it tells the desktop. File dialogs come through the desktop's portal, so GTK stays with
# the system; what is drawn is drawn without OpenGL; what is fetched is fetched without Qt.
_UNNEEDED: Final = re.compile(
    r"libQt6(EglF[sS]|Qml|Quick|VirtualKeyboard|Pdf|OpenGL|ShaderTools|Labs|Sql|Test|Designer)"
    r"|Qt6(Qml|Quick|VirtualKeyboard|Pdf|OpenGL|ShaderTools|Labs|Sql|Test|Designer)\w*\.dll"
    r"|(opengl32sw|d3dcompiler_\d+)\.dll"
    r"|plugins/(egldeviceintegrations|generic|networkinformation|qmltooling|sqldrivers|tls"
    r"|vectorimageformats|wayland-graphics-integration-(client|server)|xcbglintegrations)/"
    r"|plugins/platforms/\w*(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)\."
    r"|plugins/platformthemes/\w*gtk3\."
    r"|plugins/platforminputcontexts/\w*virtualkeyboard"
    r"|plugins/wayland-shell-integration/lib(fullscreen-shell|ivi-shell|qt-shell|wl-shell)"
    r"|plugins/imageformats/\w*(pdf|tga|tiff|wbmp|webp|icns|gif|ico)\."
)

# What every Linux with a desktop has, and has newer than the machine that builds: libraries that
# read the system's own configuration, speak to its servers or are one with its C library. A copy
# of ours would complain of a newer configuration, and would get no security updates.
_LEFT_TO_LINUX: Final = re.compile(
    r"lib(X11|X11-xcb|Xau|Xdmcp|xcb|bsd|md|fontconfig|freetype|expat|gcc_s|stdc\+\+|uuid|z|dbus-1"
    r"|systemd|glib-2\.0|gthread-2\.0|gio-2\.0|gobject-2\.0|gmodule-2\.0|cups)\.so\b"
)
_LIBRARY: Final = re.compile(r"lib.*\.so\b")
_IMPORTERS: Final = frozenset({"import_module", "__import__", "load"})
"""What imports a module whose name it is given; ``load`` is that of ``tasks/services.py``."""

_QT_MODULE: Final = re.compile(r"^\s*(?:from|import) PySide6\.(Qt\w+)", re.MULTILINE)
_QT_BINDING: Final = re.compile(r"PySide6/(Qt\w+)\.")


class Trimming:
    """Says what is needed by the program whose package is in ``package``."""

    def __init__(self, package: Path, languages: Iterable[str]) -> None:
        """Keep what ``package`` imports of Qt, and what ``languages`` (BCP 47) need."""
        self._spoken = {"root", *(language.replace("-", "_") for language in languages)}
        self._qt = {
            module
            for path in package.rglob("*.py")
            for module in _QT_MODULE.findall(path.read_text(encoding="utf-8"))
        }

    def of_modules(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the modules in Python that are needed."""
        return [each for each in entries if not _UNUSED_PARTS.match(each[0])]

    def of_data(self, entries: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
        """Return the data that are needed, and of the links those that lead to a binary."""
        there = {Path(each[0]).as_posix() for each in binaries}
        return [
            each
            for each in entries
            if self._is_needed(each[0])
            and (each[2] != "SYMLINK" or Path(each[1]).as_posix() in there)
        ]

    def of_binaries(self, entries: Iterable[Entry], platform: str) -> list[Entry]:
        """Return the libraries that are needed, on the ``sys.platform`` that is named."""
        needed = [each for each in entries if self._is_needed(each[0])]
        if platform != "linux":
            return needed
        return _without_orphans([each for each in needed if not _is_left_to_linux(each)])

    def _is_needed(self, destination: str) -> bool:
        path = destination.replace("\\", "/")
        name = path.rpartition("/")[2]
        if "/translations/" in path and name.endswith(".qm"):
            # English is what Qt says without a catalogue
            return name.startswith("qtbase_") and self._speaks(
                name.removeprefix("qtbase_").removesuffix(".qm")
            )
        if "babel/locale-data/" in path:
            return self._speaks(name.removesuffix(".dat"))
        binding = _QT_BINDING.match(path)
        if binding is not None and binding[1] not in self._qt:
            return False
        return not _UNNEEDED.search(path) and not _UNUSED_PARTS.match(path)

    def _speaks(self, locale: str) -> bool:
        # of pt_BR, Babel needs pt as well; of pt, it is asked for pt_BR where the system says so
        spoken = self._spoken | {each.partition("_")[0] for each in self._spoken}
        return locale in spoken or locale.partition("_")[0] in self._spoken


def _is_left_to_linux(entry: Entry) -> bool:
    return "/" not in entry[0] and _LEFT_TO_LINUX.match(entry[0]) is not None


def _without_orphans(binaries: Collection[Entry]) -> list[Entry]:
    """Return the binaries without those libraries that only a part left out had asked for."""
    libraries = {
        Path(each[0]).name: each
        for each in binaries
        if each[2] != "SYMLINK" and _LIBRARY.match(Path(each[0]).name)
    }
    kept: dict[str, Entry] = {}
    waiting = [
        each
        for each in binaries
        # Qt's plug-ins and Python itself are asked for by name
        if each[2] == "EXTENSION" or "/plugins/" in each[0] or "libpython" in each[0]
    ]
    while waiting:
        entry = waiting.pop()
        if entry[0] in kept:
            continue
        kept[entry[0]] = entry
        waiting += [libraries[name] for name in _asks_for(entry[1]) if name in libraries]
    return list(kept.values())


def _asks_for(library: str) -> list[str]:
    """Return the libraries that a library names; not, as ``ldd`` does, those that they name."""
    told = subprocess.run(
        ["objdump", "--private-headers", library], capture_output=True, text=True, check=True
    ).stdout
    return re.findall(r"^ +NEEDED +(\S+)$", told, re.MULTILINE)


def not_for_running(lock: str) -> list[str]:
    """Return the modules of this environment that no run-time requirement brings.

    Args:
        lock: the text of ``requirements/run.txt``.
    """
    wanted = {_normalized(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    return [
        module
        for module, distributions in packages_distributions().items()
        if wanted.isdisjoint(map(_normalized, distributions)) and module.isidentifier()
    ]


def asked_by_name(package: Path) -> list[str]:
    """Return the modules that the program in ``package`` imports by a name in quotes.

    PyInstaller sees the ``import`` statements alone.
    """
    return sorted(
        {
            module
            for path in package.rglob("*.py")
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(call, ast.Call)
            for module in _name_in(call)
        }
    )


def _name_in(call: ast.Call) -> Iterator[str]:
    # the import itself, or a thread that is handed it and the name
    for what, argument in pairwise((call.func, *call.args)):
        if not isinstance(argument, ast.Constant) or _called(what) not in _IMPORTERS:
            continue
        if isinstance(argument.value, str):
            yield argument.value


def _called(part: ast.expr) -> str:
    if isinstance(part, ast.Attribute):
        return part.attr
    return part.id if isinstance(part, ast.Name) else ""


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
