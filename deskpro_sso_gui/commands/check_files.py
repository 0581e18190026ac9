"""The work of ``check``: read the files, judge them, and hand the result to its writers."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TextIO

from deskpro_sso_gui import texts
from deskpro_sso_gui.commands import check_json, check_words
from deskpro_sso_gui.commands.check_report import CheckedFile, Report
from deskpro_sso_gui.commands.read_ahead import ReadAhead
from deskpro_sso_gui.diagnosis.expectations import Expectations
from deskpro_sso_gui.diagnosis.judge import judge
from deskpro_sso_gui.diagnosis.reading import expectations_from_record, gather, read
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.saml.bundle import choose
from deskpro_sso_gui.saml.certificate import read_certificates
from deskpro_sso_gui.saml.faults import CertificateError, MetadataError, SamlError
from deskpro_sso_gui.saml.metadata import read_idp_metadata
from deskpro_sso_gui.setup.record import RecordError, RecordFault, decode
from deskpro_sso_gui.storage.files import read_limited
from deskpro_sso_gui.storage.seal import without_seal

NOTHING_WRONG: Final = 0
SOMETHING_WRONG: Final = 1
COULD_NOT_LOOK: Final = 2

_MAX_SET_UP_BYTES: Final = 16 * 1024 * 1024


def expected(values: Mapping[str, str], *, complain: TextIO) -> Expectations | None:
    """Read the values of ``--expect``; one that can't be read is told and gives None."""
    plain: dict[str, Any] = {
        key: values[key] for key in values if key not in {"certificate", "metadata", "now"}
    }
    try:
        return Expectations(
            **plain,
            now=_moment(values["now"]) if "now" in values else None,
            certificate=choose(read_certificates(_content(values["certificate"])), ())
            if "certificate" in values
            else None,
            metadata=read_idp_metadata(_content(values["metadata"]))
            if "metadata" in values
            else None,
        )
    except ProblemError as error:
        _complain(error.problem, complain)
    except CertificateError as error:
        reason = texts.certificate_fault_text(error.fault)
        _complain(_problem(ProblemCode.CERTIFICATE_UNREADABLE, reason), complain)
    except MetadataError as error:
        reason = texts.metadata_fault_text(error.fault)
        _complain(_problem(ProblemCode.METADATA_UNREADABLE, reason), complain)
    except (ValueError, OverflowError):
        message = N_("“{value}” is not a time. Write it like this: 2026-11-23T14:05:00Z")
        print(texts.t(message, value=check_words.plain(values["now"])), file=complain)
    return None


def _content(path: str) -> bytes:
    return read_limited(Path(path), _MAX_SET_UP_BYTES)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _problem(code: ProblemCode, reason: str) -> Problem:
    return Problem(code=code, values={"reason": reason})


def _complain(problem: Problem, complain: TextIO) -> None:
    wording = texts.problem_text(problem)
    print(check_words.plain(wording.title), check_words.plain(wording.advice), file=complain)


def check(
    files: Sequence[Path],
    expectations: Expectations,
    set_up: Path | None,
    *,
    as_json: bool,
    out: TextIO,
    for_window: bool = False,
    support: Path | None = None,
    ahead: ReadAhead | None = None,
) -> int:
    """Look at ``files``; see ``commands.check.check``."""
    trouble = None
    if set_up is not None:
        try:
            expectations = expectations.or_else(_from_set_up(set_up))
        except ProblemError as error:
            trouble = error.problem
    ahead = ahead or ReadAhead(files[0])
    checked = [_look_at(path, ahead) for path in files]
    readings = [one.reading for one in checked if one.reading is not None]
    evidence = gather(readings, expectations, now=datetime.now(UTC))
    report = Report(
        files=tuple(checked), evidence=evidence, judgement=judge(evidence), set_up_problem=trouble
    )
    _write(report, out, as_json=as_json, for_window=for_window)
    # JSON stands alone on standard output, so that a program can read it
    all_written = support is None or _prepare(
        checked, support, sys.stderr if as_json or for_window else out
    )
    if report.judgement.headline is not None:
        return SOMETHING_WRONG
    return NOTHING_WRONG if report.all_seen and all_written else COULD_NOT_LOOK


def _write(report: Report, out: TextIO, *, as_json: bool, for_window: bool) -> None:
    if for_window:
        import_module("deskpro_sso_gui.commands.check_window").write(report, out)
        return
    writer = check_json if as_json else check_words
    writer.write(report, out)


def _prepare(checked: Sequence[CheckedFile], support: Path, out: TextIO) -> bool:
    work = import_module("deskpro_sso_gui.commands.check_support")
    return bool(work.prepare(checked, support, out))


def _look_at(path: Path, ahead: ReadAhead) -> CheckedFile:
    try:
        data = ahead.content(path)
    except ProblemError as error:
        return CheckedFile(path=str(path), problem=error.problem)
    return CheckedFile(path=str(path), reading=read(data, path.name))


def _from_set_up(path: Path) -> Expectations:
    try:
        return expectations_from_record(decode(without_seal(read_limited(path, _MAX_SET_UP_BYTES))))
    except RecordError as error:
        newer = error.fault is RecordFault.NEWER_VERSION
        code = ProblemCode.SETUP_FILE_NEWER if newer else ProblemCode.SETUP_FILE_INVALID
        raise ProblemError(code, path=str(path)) from error
    except SamlError as error:
        raise ProblemError(ProblemCode.SETUP_FILE_INVALID, path=str(path)) from error
