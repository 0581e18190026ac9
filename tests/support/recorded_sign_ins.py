"""Sign-ins at a real browser, each with one thing wrong, and what a recording of it has to tell."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from deskpro_sso_gui.commands import check_files
from deskpro_sso_gui.practice.faults import Fault
from tests.support.signin_sandbox import SORRY, SignInSandbox, other_pair


class AtBrowser(Protocol):
    """Somebody at a browser, whichever it is."""

    def opens_button(self) -> None: ...

    def signs_in(self, name: str) -> None: ...

    def reads(self, text: str) -> None: ...


def _as_it_is(_sandbox: SignInSandbox) -> None:
    """Leave both products as they fit each other."""


@dataclass(frozen=True)
class SignIn:
    """A sign-in that begins at DeskPRO's button.

    Attributes:
        name: names it, also as a file.
        headline: the condition that the recording has to show first; None where all went well.
        sees: what the page says at its end.
        who: who signs in.
        faults: what the sandbox does wrong.
        arrange: what is otherwise than it should be.
    """

    name: str
    headline: str | None
    sees: str
    who: str = "ann"
    faults: Sequence[Fault] = ()
    arrange: Callable[[SignInSandbox], None] = _as_it_is

    def happens(self, person: AtBrowser) -> None:
        """Walk it, up to the page it ends at."""
        person.opens_button()
        person.signs_in(self.who)
        person.reads(self.sees)


def _nobody_is_left_out(sandbox: SignInSandbox) -> None:
    sandbox.application.group_ids = [group.id for group in sandbox.store.world.groups.values()]


def _application_is_off(sandbox: SignInSandbox) -> None:
    sandbox.application.active = False


def _certificate_is_new(sandbox: SignInSandbox) -> None:
    """JumpCloud signs with a new certificate, and DeskPRO still has the one before."""
    application, pair = sandbox.application, other_pair()
    application.certificate_pem = pair.certificate_pem
    application.certificate_value = pair.certificate_value
    application.private_key_pem = pair.private_key_pem


SIGN_INS: Final = (
    SignIn("good", None, "Signed in as Ann Example"),
    SignIn("wrong-audience", "S5", SORRY, faults=[Fault.WRONG_AUDIENCE]),
    SignIn("unsigned", "S13", SORRY, faults=[Fault.UNSIGNED_ASSERTION]),
    SignIn("tampered", "S15", SORRY, faults=[Fault.TAMPERED_ASSERTION]),
    SignIn("clock-off", "R9", SORRY, faults=[Fault.CLOCK_OFF]),
    SignIn("name-id-not-email", "S22", SORRY, faults=[Fault.NAME_ID_NOT_EMAIL]),
    SignIn("new-certificate", "S16", SORRY, arrange=_certificate_is_new),
    SignIn("not-in-group", "H1", "Applications", who="dora"),
    SignIn("no-account", "H15", SORRY, who="dora", arrange=_nobody_is_left_out),
    SignIn("application-off", "H1", "Applications", arrange=_application_is_off),
)


def expected(sandbox: SignInSandbox, certificate: Path) -> dict[str, str]:
    """Return what ``check --expect`` is told; write DeskPRO's certificate to ``certificate``."""
    certificate.write_text(sandbox.source.certificate_pem)
    values = sandbox.application.values
    return {
        "acs_url": str(values["acsUrl"]),
        "sp_entity_id": str(values["spEntityId"]),
        "idp_url": sandbox.application.sso_url,
        "certificate": str(certificate),
    }


def told(recording: Path, expected: Mapping[str, str]) -> dict[str, Any]:
    """Return what ``check --json`` answers about ``recording``."""
    out, complaints = io.StringIO(), io.StringIO()
    expectations = check_files.expected(expected, complain=complaints)
    assert expectations is not None, complaints.getvalue()
    check_files.check([recording], expectations, None, as_json=True, out=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document
