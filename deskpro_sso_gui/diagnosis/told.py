"""What ``check`` tells the window: facts and findings, but no sentence in any language.

The window asks a child process, for decoding holds the interpreter lock. Words are the window's.
"""

from typing import Any

import msgspec

from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.diagnosis.recorded_proof import RecordedSignIn
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.saml.conversation import MessageField
from deskpro_sso_gui.saml.facts import Kind


class ToldHop(msgspec.Struct, frozen=True, kw_only=True):
    """One request of a browser and its answer; addresses are without their parameters.

    Attributes:
        status: zero when no answer was recorded.
        location: where the answer sends the browser, empty when it does not.
        sent: the message the browser carried.
        built: the message in a form of the answered page, and ``built_to`` where it was to go.
        said: what a page that reports an error says, shortened. Text from outside.
        blocked: why the browser did not carry it out, in the browser's own words.
    """

    number: int
    method: str
    address: str
    status: int
    location: str = ""
    sent: MessageField | None = None
    built: MessageField | None = None
    built_to: str = ""
    asks_password: bool = False
    said: str = ""
    blocked: str = ""


class ToldMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as XML: as it was sent, and with line breaks. Text from outside.

    Attributes:
        kind: a request or a response.
        hop: the number of the request that held it, zero for a file of its own.
    """

    kind: Kind
    hop: int
    plain: str
    pretty: str


class ToldFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file: what it is, and its facts under the names that ``check --json`` gives them.

    Attributes:
        problem: why it could not be opened.
        recorded: how many requests a recording holds, of which ``hops`` matter.
    """

    path: str
    kind: Kind
    facts: dict[str, Any]
    repairs: tuple[str, ...] = ()
    problem: Problem | None = None
    recorded: int = 0
    hops: tuple[ToldHop, ...] = ()
    messages: tuple[ToldMessage, ...] = ()


class ToldSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A marked text and the values that its braces name."""

    message: str
    values: dict[str, str] = msgspec.field(default_factory=dict)


class ToldReport(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of the files together.

    Attributes:
        findings: the worst first.
        headline: the condition that explains it; None where nothing is wrong.
        all_seen: every file and the set-up could be looked at.
        verdict: what belongs together.
        notes: what could not be told, and why.
        sign_in: the sign-in that a recording holds, as far as it could prove one.
    """

    files: tuple[ToldFile, ...]
    findings: tuple[Finding, ...] = ()
    headline: str | None = None
    all_seen: bool = True
    verdict: tuple[ToldSentence, ...] = ()
    notes: tuple[ToldSentence, ...] = ()
    sign_in: RecordedSignIn | None = None
