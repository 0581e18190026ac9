"""``check``: what certificates, metadata and sign-in messages are, and whether they fit.

The libraries that read them are imported when there is something to read, so that ``--help`` costs
nothing.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from deskpro_sso_gui.commands.read_ahead import ReadAhead
    from deskpro_sso_gui.diagnosis.expectations import Expectations


KEYS: Final = (
    "sp_entity_id",
    "acs_url",
    "idp_url",
    "idp_entity_id",
    "certificate",
    "metadata",
    "email",
    "now",
)
"""What ``--expect`` knows; the values of a set-up, as the product's description names them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments to ``parser``."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = (
        "Say what certificates, metadata and sign-in messages are, whether they belong\n"
        "together, and what is wrong. Nothing leaves this computer."
    )
    parser.epilog = (
        f"KEY is one of: {' '.join(KEYS)}.\n"
        "certificate and metadata take a file; now takes an ISO 8601 time, UTC without a zone.\n\n"
        "exit code: 0 nothing is wrong, 1 something is, 2 a file could not be looked at"
    )
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="what to look at")
    parser.add_argument(
        "--set-up", metavar="FILE", type=Path, help="compare with this saved set-up"
    )
    parser.add_argument(
        "--expect",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_expectation,
        help="compare with this value; goes before the set-up's, may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    # for our own window, which shows messages too: no interface for other programs
    parser.add_argument("--for-window", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--prepare-for-support",
        metavar="DIR",
        type=Path,
        help="write copies of recordings and sign-in messages without cookies, tokens and "
        "personal values to DIR, and a receipt of what was removed",
    )


def _expectation(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not separator or key not in KEYS:
        message = f"{text!r} is not KEY=VALUE with a known KEY"
        raise argparse.ArgumentTypeError(message)
    return key, value


def run(options: argparse.Namespace) -> int:
    """Carry the command out.

    Returns:
        0 when nothing is wrong, 1 when something is, 2 when something could not be looked at.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a terminal that lacks a character is no reason to end without an answer
        sys.stdout.reconfigure(errors="replace")
    ahead = import_module("deskpro_sso_gui.commands.read_ahead").ReadAhead(options.files[0])
    work = import_module("deskpro_sso_gui.commands.check_files")
    import_module("deskpro_sso_gui.commands.speech").speak()
    expectations = work.expected(dict(options.expect), complain=sys.stderr)
    if expectations is None:
        return int(work.COULD_NOT_LOOK)
    return check(
        options.files,
        expectations=expectations,
        set_up=options.set_up,
        as_json=options.json,
        for_window=options.for_window,
        out=sys.stdout,
        support=options.prepare_for_support,
        ahead=ahead,
    )


def check(
    files: Sequence[Path],
    *,
    expectations: "Expectations",
    set_up: Path | None,
    as_json: bool,
    out: TextIO,
    for_window: bool = False,
    support: Path | None = None,
    ahead: "ReadAhead | None" = None,
) -> int:
    """Look at ``files`` and write to ``out`` what they are and what is wrong.

    Args:
        files: where they are; one that can't be read is reported, not raised.
        expectations: what it should be.
        set_up: a saved set-up that says the rest of what it should be.
        as_json: write one JSON document instead of words.
        out: where to write; control characters from files never reach it.
        for_window: write what our own window shows, as one JSON document.
        support: a folder for copies that can be passed on.
        ahead: what reads the files, if reading has begun already.

    Returns:
        0 when nothing is wrong (at most worth knowing), 1 when something is, 2 when nothing is
        known to be wrong but a file or the set-up could not be looked at.
    """
    work = import_module("deskpro_sso_gui.commands.check_files")
    return int(
        work.check(
            files,
            expectations,
            set_up,
            as_json=as_json,
            for_window=for_window,
            out=out,
            support=support,
            ahead=ahead,
        )
    )
