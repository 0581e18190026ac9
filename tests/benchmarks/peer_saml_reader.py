"""How many faults ``check`` and saml-reader (PyPI) name rightly, and how long each takes.

Run as ``python -m tests.benchmarks.peer_saml_reader``. Both read, in turn and as processes, every
sign-in message and every recording in the table of conditions. saml-reader is installed from
``requirements/peers.txt`` into ``build/peers/saml-reader``; where that can't be done, a line says
so and nothing is compared.

What counts:

* ``check`` names a fault rightly when its headline is the case's condition, or where the table
  says that the condition is only noticed beside others, when it is among the findings.
* saml-reader does when anything it prints speaks of the fault (``SPEAKS_OF``), in whatever place.
  What it prints of a faultless message of the same form as well names nothing, so it doesn't count:
  it was made for one other service, and misses that service's addresses in every message.
"""

import hashlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from deskpro_sso_gui.diagnosis.evidence import Evidence
from deskpro_sso_gui.saml.facts import Kind
from tests.support.captures import har, signed_in
from tests.support.condition_cases.case import Case
from tests.support.condition_cases.table import POSITIVE
from tests.support.judged import evidence_of
from tests.support.saml_documents import IDP_URL, response_xml

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = ROOT / "requirements" / "peers.txt"
PEER: Final = ROOT / "build" / "peers" / "saml-reader"
PEER_PROGRAM: Final = PEER / "bin" / "saml_reader"
_TIME_LIMIT: Final = 60
_RECORDINGS: Final = (Kind.HAR, Kind.SAML_TRACER)
_MESSAGES: Final = (Kind.SAML_RESPONSE, *_RECORDINGS)

_NOT_READABLE: Final = (
    r"does not appear to be the specified input type",
    r"Could not parse any relevant information",
    r"XML parsing failed",
)
_NO_MESSAGE: Final = (
    r"Could not find a SAML response in the HAR data",
    r"could not find the correct data in the HAR data",
)
_OTHER_CERTIFICATE: Final = (r"does not match the specified expiration date",)

SPEAKS_OF: Final[Mapping[str, Sequence[str]]] = {
    "C14": (r"SAML signing certificate included .* appears expired",),
    "C18": _OTHER_CERTIFICATE,
    "H9": (*_NO_MESSAGE, *_NOT_READABLE),
    "S1": (*_NOT_READABLE, r"appears to be a SAML request instead"),
    "S4": (r"The Issuer URI in the SAML response does not match the specified",),
    "S5": (r"The Audience URL (in the SAML response )?does not match",),
    "S6": (r"The Audience URL could not be parsed",),
    "S7": (r"The Assertion Consumer Service URL (in the SAML response )?does not match",),
    "S8": (r"The Assertion Consumer Service URL (in the SAML response )?does not match",),
    "S13": (r"The encryption algorithm could not be parsed",),
    "S16": _OTHER_CERTIFICATE,
    "S17": _OTHER_CERTIFICATE,
    "S18": (r"The encryption algorithm for the SAML response does not match",),
    "S19": (r"Could not locate certificate",),
    "S20": (r"SAML response is encrypted",),
    "S21": (
        r"The Name ID is missing",
        r"The Name ID does not appear to be an email address",
        r"The Name ID format (could not be parsed|is not an acceptable)",
    ),
    "S23": (r"required '(firstName|lastName)' claim attribute is missing",),
    "S24": (r"The Name ID does not match the provided email",),
    "S25": (r"the 'memberOf' attribute\s+is missing", r"'memberOf' claim attribute is duplicated"),
    "S30": (r"Multiple SAML responses found",),
}
"""For each condition, what in saml-reader's answer speaks of it.

Its texts are in its ``validation/mongo.py``, ``text_reader.py`` and ``cli.py``. A condition that is
not here is one that it has no check for.
"""


class Answer(NamedTuple):
    """What a process printed, its complaints, and its seconds by the clock."""

    text: str
    complaints: str
    seconds: float


class Result(NamedTuple):
    """How both did over one case."""

    name: str
    group: str
    has_check: bool
    ours_right: bool
    theirs_right: bool
    ours: Answer
    theirs: Answer


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    condition: str


class _Judged(msgspec.Struct, frozen=True, kw_only=True):
    findings: tuple[_Found, ...]
    headline: str | None = None


def install() -> str | None:
    """Make the environment that saml-reader runs in, unless it is there already.

    Returns:
        Why it can't be made, or None when it is there.
    """
    locked, stamp = hashlib.sha256(LOCK.read_bytes()).hexdigest(), PEER / "locked"
    if stamp.is_file() and stamp.read_text() == locked:
        return None
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(PEER)],
        [
            *(str(PEER / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"),
            *("--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)),
        ],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    stamp.write_text(locked)
    return None


def cases() -> Iterator[tuple[str, Case, Evidence]]:
    """Yield the cases of the table with a sign-in message or a recording among their documents."""
    for name, case in POSITIVE.items():
        evidence = evidence_of(*case.documents(), **case.expectations())
        kinds = {reading.kind for reading in evidence.files}
        if case.condition[0] in "SH" or not kinds.isdisjoint(_MESSAGES):
            yield name, case, evidence


def group_of(case: Case, evidence: Evidence) -> str:
    """Return the line of the table that a case is counted in."""
    if all(reading.kind not in _RECORDINGS for reading in evidence.files):
        return "message" if case.condition[0] == "S" else "message, fault elsewhere"
    return "recording with a message" if evidence.responses else "recording without a message"


def write(case: Case, evidence: Evidence, folder: Path) -> list[Path]:
    """Write the documents of a case; the message or the recording comes first."""
    folder.mkdir()
    paths = []
    for number, document in enumerate(case.documents()):
        name, data = (
            (f"{number}.{evidence.files[number].kind}", document)
            if isinstance(document, bytes)
            else document[:2]
        )
        path = folder / name
        path.write_bytes(data)
        paths.append(path)
    order = [reading.kind not in _MESSAGES for reading in evidence.files]
    return [path for _, path in sorted(zip(order, paths, strict=True), key=lambda pair: pair[0])]


def run(command: Sequence[str | Path]) -> Answer:
    """Run a process to its end."""
    begin = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=_TIME_LIMIT,
    )
    seconds = time.perf_counter() - begin
    return Answer(
        done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"), seconds
    )


def ask_ours(paths: Sequence[Path], expected: Mapping[str, Any]) -> Answer:
    """Run ``check`` over the documents of a case."""
    told = [
        argument
        for key, value in expected.items()
        for argument in (
            "--expect",
            f"{key}={value.isoformat() if isinstance(value, datetime) else value}",
        )
    ]
    return run([sys.executable, "-m", "deskpro_sso_gui", "check", "--json", *told, *paths])


def comparison(case: Case | None, evidence: Evidence) -> dict[str, str]:
    """Return what saml-reader can be told of what ``check`` is told or finds beside the message.

    It takes only addresses of its own service as ``acs`` and ``audience``, and ends without an
    answer at any other, so these can't be told. Nor can a date of expiry that is past.
    """
    told = {"encryption": "SHA256"}
    if evidence.idp_entity_ids:
        told["issuer"] = evidence.idp_entity_ids[0]
    if evidence.expectations.email:
        told["email"] = evidence.expectations.email
    certificates = [*evidence.all_certificates]
    certificates += [one for metadata in evidence.all_idp_metadata for one in metadata.certificates]
    if certificates and certificates[0].not_after > datetime.now(UTC):
        told["cert_expiration"] = f"{certificates[0].not_after:%m/%d/%Y}"
    if case is not None and case.condition == "S25":
        told["role_mapping_expected"] = "Y"
    return told


def ask_theirs(path: Path, told: Mapping[str, str]) -> Answer:
    """Run saml-reader over a message or recording, with the form of input that it is."""
    data = path.read_bytes()
    form = "xml" if b"<" in data else "base64"
    if path.suffix.removeprefix(".") in _RECORDINGS:
        form = "har"
    values = path.with_name("comparison.json")
    values.write_bytes(msgspec.json.encode(told))
    return run([PEER_PROGRAM, path, "--type", form, "--compare", values])


def spoken(text: str, condition: str) -> frozenset[str]:
    """Return which of the patterns for a condition are in saml-reader's answer."""
    patterns = SPEAKS_OF.get(condition, ())
    return frozenset(one for one in patterns if re.search(one, text, re.DOTALL))


def named_by_ours(answer: Answer, case: Case) -> bool:
    """Say whether ``check`` named the condition of a case."""
    judged = msgspec.json.decode(answer.text, type=_Judged)
    if case.headline:
        return judged.headline == case.condition
    return case.condition in {found.condition for found in judged.findings}


def faultless(folder: Path) -> dict[bool, str]:
    """Return what saml-reader prints of a message, and of a recording (True), without a fault."""
    answers = {}
    for recording, name, data in (
        (False, "faultless.saml-response", response_xml()),
        (True, "faultless.har", har(signed_in())),
    ):
        (folder / name).write_bytes(data)
        told = comparison(None, evidence_of(data, idp_entity_id=IDP_URL))
        answers[recording] = ask_theirs(folder / name, told).text
    return answers


def compare(folder: Path) -> list[Result]:
    """Run both over every case, in turn."""
    always = faultless(folder)
    results = []
    for number, (name, case, evidence) in enumerate(cases()):
        paths = write(case, evidence, folder / str(number))
        recording = any(reading.kind in _RECORDINGS for reading in evidence.files)
        ours = ask_ours(paths, case.expectations())
        theirs = ask_theirs(paths[0], comparison(case, evidence))
        of_fault = spoken(theirs.text, case.condition)
        results.append(
            Result(
                name,
                group_of(case, evidence),
                case.condition in SPEAKS_OF,
                named_by_ours(ours, case),
                bool(of_fault - spoken(always[recording], case.condition)),
                ours,
                theirs,
            )
        )
    return results


def _line(name: str, results: Sequence[Result]) -> str:
    ours = statistics.median(one.ours.seconds for one in results) * 1000
    theirs = statistics.median(one.theirs.seconds for one in results) * 1000
    return (
        f"| {name} | {len(results)} | {sum(one.ours_right for one in results)} | "
        f"{sum(one.theirs_right for one in results)} | {ours:.0f} ms | {theirs:.0f} ms |"
    )


def table(results: Sequence[Result]) -> list[str]:
    """Return the table as lines of Markdown."""
    groups = sorted({one.group for one in results})
    checked = [one for one in results if one.has_check]
    return [
        "| documents | cases | named by check | by saml-reader | check, median | saml-reader |",
        "| --- | --: | --: | --: | --: | --: |",
        *(_line(group, [one for one in results if one.group == group]) for group in groups),
        _line("all", results),
        _line("of these, faults that saml-reader has a check for", checked),
    ]


def main() -> int:
    """Print the table, and the cases that ``check`` did not name."""
    reason = install()
    if reason is not None:
        print(f"saml-reader: not compared, because it can't be installed: {reason}")  # noqa: T201 - its answer
        return 0
    with tempfile.TemporaryDirectory() as folder:
        results = compare(Path(folder))
    crashed = sum("Traceback (most recent call last)" in one.theirs.complaints for one in results)
    version = run([PEER_PROGRAM, "--version"]).text.strip()
    lines = [
        f"{version}, Python {sys.version.split()[0]}, {datetime.now(UTC):%Y-%m-%d}",
        *table(results),
        f"saml-reader ended with a traceback in {crashed} cases",
        *(f"not named by check: {one.name}" for one in results if not one.ours_right),
        *(f"named by saml-reader: {one.name}" for one in results if one.theirs_right),
    ]
    print("\n".join(lines))  # noqa: T201 - its answer
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
