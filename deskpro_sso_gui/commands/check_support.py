"""``check --prepare-for-support``: copies to pass on, and a receipt of what is not in them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TextIO

from deskpro_sso_gui import texts
from deskpro_sso_gui.commands.check_report import CheckedFile
from deskpro_sso_gui.commands.check_words import plain
from deskpro_sso_gui.diagnosis.evidence import Reading
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.saml.conversation import Conversation
from deskpro_sso_gui.saml.facts import AuthnRequest, SamlResponse
from deskpro_sso_gui.saml.redaction import Redaction, Removed, redact_capture, redact_message
from deskpro_sso_gui.storage.files import private_folder, write_atomic

RECEIPT: Final = "receipt.txt"
_REMOVED: Final[Mapping[Removed, str]] = {
    Removed.COOKIES: N_("Values of cookies: {count}. Their names and settings are kept."),
    Removed.PARAMETERS: N_("Values of parameters in addresses: {count}. Their names are kept."),
    Removed.FIELDS: N_("Values of other form fields (RelayState): {count}"),
    Removed.PERSONAL: N_("Names, e-mail addresses and other values of the person: {count}"),
    Removed.BODIES: N_("Contents of pages: {count}"),
    Removed.REQUESTS: N_("Requests that have nothing to do with the sign-in: {count}"),
    Removed.MESSAGES: N_("Messages that can't be read: {count}"),
}
_KEPT: Final = (
    N_("Kept: sites and paths of addresses, methods, status numbers, times, and redirects."),
    N_(
        "Kept: the sign-in messages with their addresses, names of both sides, times, names of "
        "attributes, signature and certificate."
    ),
    N_(
        "The changed message no longer fits its signature. So nobody can sign in with it, and "
        "checking the copy will say that it was changed."
    ),
)


def prepare(files: Sequence[CheckedFile], folder: Path, out: TextIO) -> bool:
    """Write a copy of every recording and message to ``folder``, and one receipt.

    Returns:
        Whether everything could be written.
    """
    receipt: list[str] = []
    try:
        private_folder(folder)
        for place, file in enumerate(files, start=1):
            name = Path(file.path).name
            redaction = _redacted(file.reading)
            if redaction is None:
                receipt += [name, f"  {texts.t(N_('No copy was made of this file.'))}", ""]
                continue
            ending = "har" if redaction.data.startswith(b"{") else "xml"
            copy = f"{place}-for-support.{ending}"
            write_atomic(folder / copy, redaction.data)
            receipt += [f"{name} -> {copy}", *(f"  {line}" for line in _receipt(redaction)), ""]
        write_atomic(folder / RECEIPT, "\n".join(map(plain, receipt)).encode())
    except ProblemError as error:
        wording = texts.problem_text(error.problem)
        print(plain(wording.title), plain(wording.advice), file=out)
        return False
    print(
        texts.t(N_("What to pass on, and a receipt, is in {folder}."), folder=plain(str(folder))),
        file=out,
    )
    return True


def _redacted(reading: Reading | None) -> Redaction | None:
    """Redact what is understood; of anything else there is no copy, keys least of all."""
    match reading.facts if reading is not None else None:
        case Conversation() as conversation:
            return redact_capture(conversation)
        case AuthnRequest() | SamlResponse() if reading is not None:
            return redact_message(reading.xml)
    return None


def _receipt(redaction: Redaction) -> Iterator[str]:
    yield texts.t(N_("Removed:"))
    for kind in Removed:
        if kind in redaction.removed:
            yield f"- {texts.t(_REMOVED[kind], count=str(redaction.removed[kind]))}"
    if redaction.from_tracer:
        yield texts.t(
            N_(
                "The original was made by SAML-tracer, which keeps the decoded message even in a "
                "masked export. Pass on the copy, not the original."
            )
        )
    for line in _KEPT:
        yield texts.t(line)
