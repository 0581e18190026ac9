"""Build the packages for Linux into ``dist/``: a ``.deb`` and a portable ``.tar.xz``.

Usage: ``package.py [FOLDER]``, with the Python that goes into them, which has to be the
distribution's own. Both hold the same program; the ``.deb`` leaves to Debian what Debian has.
"""

import argparse
import gzip
import os
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import build_frozen  # noqa: E402 - found just now
import bundled  # noqa: E402 - as above
import icons  # noqa: E402 - as above
import licences  # noqa: E402 - as above
import project  # noqa: E402 - as above
import sbom  # noqa: E402 - as above

SHARE: Final = HERE / "share"
MIME: Final = f"{project.NAME}.xml"
PICTURES: Final = HERE.parent / "pictures"
CAPTIONS: Final = {
    "start.png": "The first page: a new set-up, a saved one, or practice",
    "fill-in-deskpro.png": "What to enter in DeskPRO, and where",
    "certificate.png": "The certificate, checked before it is uploaded",
    "diagnosis.png": "Why a sign-in failed, and what to do",
}
"""What the screenshots show, the first being the one that stands for the program."""

_INTERNAL: Final = "_internal"
_RESOURCES: Final = f"{_INTERNAL}/deskpro_sso_gui/resources"
_OPTIONAL: Final = re.compile(r"/plugins/(printsupport|wayland|platforms/libqwayland)")
"""Plug-ins that do nothing where what they speak to is not installed."""

_ELF: Final = b"\x7fELF"
_EXECUTABLE: Final = 0o111
_PNG_SIZE: Final = struct.Struct(">8xI4xII")


def main() -> None:
    """Build both and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=project.ROOT / "dist")
    folder = parser.parse_args().folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.umask(0o022)
    os.environ["SOURCE_DATE_EPOCH"] = str(project.source_date())
    with tempfile.TemporaryDirectory(prefix="deskpro-sso-package-") as scratch:
        frozen = Path(scratch) / "frozen"
        program = build_frozen.build(frozen).parent
        bill = frozen / build_frozen.BILL
        print(portable(program, bill, folder))
        print(deb(program, frozen / build_frozen.MADE, Path(scratch) / "deb", folder))


def architecture() -> str:
    """Return what Debian calls this kind of computer."""
    return subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()


# The portable archive


def portable(program: Path, bill: Path, folder: Path) -> Path:
    """Pack ``program`` with its launcher into an archive in ``folder``; return the archive."""
    name = f"{project.NAME}-{project.version()}-linux-{os.uname().machine}"
    path = folder / f"{name}.tar.xz"
    extra = {
        "README": SHARE / "portable-readme",
        "install-menu-entry.sh": SHARE / "install-menu-entry.sh",
        "licences.txt": program / _RESOURCES / licences.TOGETHER,
        build_frozen.BILL: bill,
        **{f"share/{each}": SHARE / each for each in (f"{project.NAME}.desktop", MIME)},
    }
    with tempfile.TemporaryDirectory() as scratch:
        icon = Path(scratch) / f"{project.NAME}.svg"
        icon.write_bytes(icons.scalable())
        told = Path(scratch) / f"{project.IDENTIFIER}.metainfo.xml"
        told.write_text(metainfo(), encoding="utf-8")
        extra |= {f"share/{each.name}": each for each in (icon, told)}
        with tarfile.open(path, "w:xz", preset=6, format=tarfile.PAX_FORMAT) as archive:
            for source in sorted(program.rglob("*")):
                _add(archive, source, f"{name}/{source.relative_to(program).as_posix()}")
            for target, source in sorted(extra.items()):
                _add(archive, source, f"{name}/{target}")
    return path


def _add(archive: tarfile.TarFile, source: Path, target: str) -> None:
    if source.is_dir() and not source.is_symlink():
        return
    entry = archive.gettarinfo(source, target)
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = project.source_date()
    entry.mode = 0o755 if entry.mode & _EXECUTABLE else 0o644
    if source.is_symlink():
        entry.mode = 0o777
        archive.addfile(entry)
        return
    with source.open("rb") as content:
        archive.addfile(entry, content)


# The package for Debian and Ubuntu


def deb(program: Path, made: Path, tree: Path, folder: Path) -> Path:
    """Pack ``program`` for Debian into ``folder``; return the package.

    Args:
        program: the folder of the frozen program.
        made: where its build collected licences and parts.
        tree: a folder to lay the package out in.
        folder: where the package goes.
    """
    inside = tree / "usr" / "lib" / project.NAME
    shutil.copytree(program, inside, symlinks=True)
    parts = _leave_to_debian(inside, licences.read_parts(made))
    _lay_out(tree, parts)
    _set_modes(tree)
    _write_control(tree)
    path = folder / f"{project.NAME}_{project.version()}_{architecture()}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(path)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return path


def _leave_to_debian(inside: Path, parts: list[bundled.Part]) -> list[bundled.Part]:
    """Take out the libraries that Debian has; return the parts that are left.

    Python's own stays: the modules are made for this version, which other releases don't have.
    """
    triplet = sysconfig.get_config_var("MULTIARCH")
    stays = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    gone = set()
    for path in (inside / _INTERNAL).glob("lib*.so*"):
        package = bundled.debian_package(Path("/usr/lib", triplet, path.name))
        if path.is_symlink() or package is None or path.name.startswith(stays):
            continue
        path.unlink()
        gone.add(package[0])
    left = [part for part in parts if part.name not in gone]
    resources = inside / _RESOURCES
    shutil.rmtree(resources / licences.FOLDER)
    licences.write(left, resources)
    (resources / licences.PARTS).unlink()
    return left


def _lay_out(tree: Path, parts: list[bundled.Part]) -> None:
    share = tree / "usr" / "share"
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / project.NAME).symlink_to(f"../lib/{project.NAME}/{project.NAME}")
    _put(share / "applications" / f"{project.NAME}.desktop", (SHARE / f"{project.NAME}.desktop"))
    _put(share / "mime" / "packages" / MIME, SHARE / MIME)
    _put(share / "lintian" / "overrides" / project.NAME, SHARE / "lintian-overrides")
    _write(share / "metainfo" / f"{project.IDENTIFIER}.metainfo.xml", metainfo().encode())
    for size in icons.SIZES:
        place = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        _write(place / f"{project.NAME}.png", icons.png(size))
    place = share / "icons" / "hicolor" / "scalable" / "apps"
    _write(place / f"{project.NAME}.svg", icons.scalable())
    manual = _filled((SHARE / f"{project.NAME}.1").read_text(encoding="utf-8"), _words())
    _write(share / "man" / "man1" / f"{project.NAME}.1.gz", _packed(manual.encode()))
    documents = share / "doc" / project.NAME
    _write(documents / "copyright", _copyright(parts).encode())
    _write(documents / "changelog.gz", _packed(_debian_changelog().encode()))
    _write(documents / build_frozen.BILL, sbom.make(parts, "debian").encode())


def _put(target: Path, source: Path) -> None:
    _write(target, source.read_bytes())


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _filled(text: str, words: Mapping[str, str]) -> str:
    return re.sub(r"@([A-Z_]+)@", lambda found: words[found[1]], text)


def _words() -> dict[str, str]:
    return {
        "IDENTIFIER": project.IDENTIFIER,
        "TITLE": project.TITLE,
        "VERSION": project.version(),
        "PUBLISHED_AT": project.PUBLISHED_AT,
        "DATE": f"{datetime.fromtimestamp(project.source_date(), UTC):%Y-%m-%d}",
    }


def _copyright(parts: list[bundled.Part]) -> str:
    listed = "\n".join(f"  {part.name} {part.version}: {part.licence}" for part in parts)
    own = (project.ROOT / "LICENSE").read_text(encoding="utf-8")
    words = {**_words(), "LICENCE": own.strip(), "PARTS": listed}
    return _filled((SHARE / "copyright").read_text(encoding="utf-8"), words)


def notes() -> Iterator[str]:
    """Yield what is new in this version: the first sentence of each entry in ``CHANGELOG.md``."""
    changes = (project.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.split(r"^## ", changes, flags=re.MULTILINE)[1]
    for entry in re.findall(r"^- (.*)$", latest, re.MULTILINE):
        yield re.split(r"(?<=[.!?]) ", entry, maxsplit=1)[0]


def _debian_changelog() -> str:
    when = format_datetime(datetime.fromtimestamp(project.source_date(), UTC))
    lines = "\n".join(
        textwrap.fill(note, 76, initial_indent="  * ", subsequent_indent="    ") for note in notes()
    )
    return (
        f"{project.NAME} ({project.version()}) unstable; urgency=medium\n\n{lines}\n\n"
        f" -- {project.MAINTAINER}  {when}\n"
    )


def metainfo() -> str:
    """Return what software centres show of the program."""
    entries = "\n".join(f"          <li>{_marked_up(note)}</li>" for note in notes())
    words = {
        **_words(),
        "NOTES": f"        <ul>\n{entries}\n        </ul>",
        "SCREENSHOTS": "\n".join(
            _screenshot(name, caption, first=not number)
            for number, (name, caption) in enumerate(CAPTIONS.items())
        ),
    }
    return _filled((SHARE / "metainfo.xml").read_text(encoding="utf-8"), words)


def _marked_up(note: str) -> str:
    text = re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(note))
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)


def _screenshot(name: str, caption: str, *, first: bool) -> str:
    kind = ' type="default"' if first else ""
    picture, size = PICTURES / name, ""
    if picture.is_file():
        _, width, height = _PNG_SIZE.unpack_from(picture.read_bytes())
        size = f' width="{width}" height="{height}"'
    return (
        f"    <screenshot{kind}>\n"
        f"      <caption>{escape(caption)}</caption>\n"
        f'      <image type="source"{size}>{project.PUBLISHED_AT}/pictures/{name}</image>\n'
        f"    </screenshot>"
    )


def _set_modes(tree: Path) -> None:
    """Give every file the modes and the time that do not depend on who builds."""
    moment = project.source_date()
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or (path.parent == tree / "usr" / "lib" / project.NAME)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def _write_control(tree: Path) -> None:
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    size = sum((path.stat().st_size + 1023) // 1024 for path in files)
    depends, recommends = _dependencies(tree, files)
    control = tree / "DEBIAN"
    fields = {
        "Package": project.NAME,
        "Version": project.version(),
        "Section": "admin",
        "Priority": "optional",
        "Architecture": architecture(),
        "Maintainer": project.MAINTAINER,
        "Installed-Size": str(size),
        "Depends": depends,
        "Recommends": ", ".join(
            [
                *recommends,
                # where keys are kept, how it is reached, and what opens a browser
                "gnome-keyring | kwalletmanager | keepassxc",
                "default-dbus-session-bus | dbus-session-bus",
                "xdg-utils",
            ]
        ),
        "Suggests": "xdg-desktop-portal, at-spi2-core, orca",
        "Description": f"{_small(project.SUMMARY)}\n{_DESCRIPTION}",
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    _write(control / "control", text.encode())
    sums = subprocess.run(
        ["md5sum", *(path.relative_to(tree).as_posix() for path in files)],
        cwd=tree,
        capture_output=True,
        check=True,
    ).stdout
    _write(control / "md5sums", sums)
    for path in (control / "control", control / "md5sums"):
        path.chmod(0o644)


_DESCRIPTION: Final = """\
 A wizard that lets the people of a company sign in to their DeskPRO helpdesk
 with their JumpCloud account. It goes through ten steps in order, creates and
 configures the app in JumpCloud, says exactly what to enter in DeskPRO and
 where, compares both sides, and watches one person really get in before
 anything is switched over.
 .
 It can be practised with a sandbox on this computer, does its automatic part
 unattended, and explains failed sign-ins from messages and recordings.
 .
 It brings its own Python and Qt."""


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _dependencies(tree: Path, files: list[Path]) -> tuple[str, list[str]]:
    """Return the packages whose libraries the program needs, and those that it can do without."""
    needed: list[Path] = []
    optional: list[Path] = []
    for path in files:
        with path.open("rb") as content:
            if content.read(len(_ELF)) == _ELF:
                (optional if _OPTIONAL.search(path.as_posix()) else needed).append(path)
    internal = tree / "usr" / "lib" / project.NAME / _INTERNAL
    with tempfile.TemporaryDirectory() as scratch:
        stanza = Path(scratch) / "debian" / "control"
        _write(
            stanza,
            f"Source: {project.NAME}\n\nPackage: {project.NAME}\nArchitecture: any\n".encode(),
        )
        told = subprocess.run(
            [
                *("dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"),
                *(f"-l{place}" for place in _places(internal)),
                *("-dRecommends", *(f"-e{path}" for path in optional)),
                *("-dDepends", *(f"-e{path}" for path in needed)),
            ],
            cwd=scratch,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    said = dict(re.findall(r"^shlibs:(\w+)=(.*)$", told, re.MULTILINE))
    recommended = said.get("Recommends", "")
    return said["Depends"], recommended.split(", ") if recommended else []


def _places(internal: Path) -> Iterator[Path]:
    yield internal
    yield internal / "PySide6"
    yield internal / "PySide6" / "Qt" / "lib"
    yield internal / "shiboken6"


if __name__ == "__main__":
    main()
