"""What every package says of the project, each said in one place."""

import os
import re
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
NAME: Final = "deskpro-sso-gui"
TITLE: Final = "DeskPRO SSO Assistant"
SUMMARY: Final = "Connect JumpCloud single sign-on to a DeskPRO helpdesk"
LICENCE: Final = "MIT"

IDENTIFIER: Final = "invalid.deskpro_sso_assistant.gui"
"""The name in AppStream, Flatpak and macOS, a reversed domain name.

The project has no domain of its own. ``.invalid`` is the end that RFC 2606 keeps for names that
can't exist, so that nobody's name is claimed by it. Whoever publishes the program under a domain
changes it here before the first release, for it has to stay the same ever after.
"""

PUBLISHED_AT: Final = os.environ.get("PUBLISHED_AT", "https://deskpro-sso-assistant.invalid")
"""Where the project is published, an https address without a slash at the end.

AppStream takes screenshots from a web address alone (a file's is an error to its validator), and
the project is published nowhere yet. Until it is, the address is one that says so by itself (see
``IDENTIFIER``): software centres show the text without the pictures. To publish, put
``packaging/pictures`` there and build with ``make package PUBLISHED_AT=https://…``.
"""

MAINTAINER: Final = os.environ.get(
    "MAINTAINER", f"{TITLE} contributors <contributors@deskpro-sso-assistant.invalid>"
)
"""Who answers for the packages, as Debian wants it: a name and an address."""

SET_UP_TYPE: Final = "application/vnd.deskpro-sso-gui.set-up+json"
"""The type of set-up files; they are JSON."""


def version() -> str:
    """Return the program's version, from the one place that says it."""
    text = (ROOT / "deskpro_sso_gui" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([0-9.]+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("deskpro_sso_gui/__init__.py names no version")
    return found[1]


def source_date() -> int:
    """Return the time that stands in everything built, in seconds since 1970.

    The one that is given (``SOURCE_DATE_EPOCH``, reproducible-builds.org), else that of the last
    commit, else that of the latest entry in this folder's own files: a source archive has no
    commits, and unpacking it keeps their times.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        return int(given)
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode == 0 and asked.stdout.strip():
        return int(asked.stdout)
    return int((ROOT / "CHANGELOG.md").stat().st_mtime)
