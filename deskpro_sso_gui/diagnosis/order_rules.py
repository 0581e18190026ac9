"""Rules over what DeskPRO shows of itself, without a file: W2 to W5 and W8."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.conversations import bare
from deskpro_sso_gui.diagnosis.evidence import Evidence, Rule
from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.setup.facts import Interface, SignInSource

_NUMBER: Final = re.compile(r"\d+")


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO shows anybody of its ways to sign in.

    Attributes:
        interface: whose sign-in is set up.
        number: DeskPRO's number for its entry; None where it is not known.
        listed: the ways to sign in on that side; None where DeskPRO does not tell.
        on_other_side: the same of the other side.
        leads_to: where its sign-in page sends a browser at once; empty where it shows a form.
        idp_url: JumpCloud's address for the app; empty while it is not known.
        automatic: the admin is to have switched to *Automatic*, or may.
    """

    interface: Interface
    number: int | None = None
    listed: Sequence[SignInSource] | None = None
    on_other_side: Sequence[SignInSource] | None = None
    leads_to: str = ""
    idp_url: str = ""
    automatic: bool = False


def shown_mistakes(shown: Shown) -> tuple[Finding, ...]:
    """Return what is wrong with DeskPRO's entry as a whole; the one that explains most first."""
    return (*_other_entry(shown), *_too_early(shown), *_entry(shown))


def _too_early(shown: Shown) -> Iterator[Finding]:
    """W2: DeskPRO sends people to JumpCloud by itself before there is any proof."""
    if shown.leads_to and bare(shown.leads_to) == shown.idp_url and not shown.automatic:
        yield found("W2", saw=shown.idp_url)


def _other_entry(shown: Shown) -> Iterator[Finding]:
    """W3: DeskPRO sends people by itself, and to another place than this set-up's."""
    if shown.leads_to and shown.idp_url and bare(shown.leads_to) != shown.idp_url:
        yield found("W3", saw=bare(shown.leads_to), expected=shown.idp_url)


def _entry(shown: Shown) -> Iterator[Finding]:
    """W4, W5: the entry is on the other side, not enabled, or nowhere."""
    if shown.listed is None or shown.number is None:
        return
    here = next((each for each in shown.listed if each.id == shown.number), None)
    number = str(shown.number)
    if here is not None:
        if not here.is_enabled:
            yield found("W5", saw=number)
    elif any(each.id == shown.number for each in shown.on_other_side or ()):
        yield found("W4", variant=shown.interface.value, saw=number)
    else:
        yield found("W5", variant="missing", saw=number)


def no_account(email: str) -> Finding:
    """W8: DeskPRO was asked, and has no account with that address."""
    return found("W8", saw=email)


def other_entry_asked(evidence: Evidence) -> Iterator[Finding]:
    """W3 in a recording: DeskPRO asked under another number, and at another address."""
    known, idp_url = evidence.expectations.sp_entity_id, evidence.expectations.idp_url
    if known is None or idp_url is None:
        return
    for sent in evidence.sent_requests:
        issuer = sent.request.issuer
        only_number = issuer != known and _NUMBER.sub("", issuer) == _NUMBER.sub("", known)
        if only_number and sent.sent_to and bare(sent.sent_to) != idp_url:
            yield found("W3", variant="asked", saw=issuer, expected=known)
            return


RULES: Final[tuple[Rule, ...]] = (other_entry_asked,)
