"""Whether a recording proves a sign-in: that JumpCloud issued it and DeskPRO let the person in.

A recording proves more than somebody's word, so it is believed only if it shows all of it: whose
sign-in it is, that it was made with exactly today's values, how it began, and that DeskPRO knew
nobody before (reference/conditions.md §6, W9). What it can't show is said, never assumed.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.diagnosis.conversations import (
    Talk,
    bare,
    is_agent_path,
    is_refusal,
    is_sign_in_page,
    site,
    split,
)
from deskpro_sso_gui.diagnosis.evidence import Evidence, KeySource, ResponseEvidence
from deskpro_sso_gui.saml.conversation import Hop, MessageField
from deskpro_sso_gui.saml.facts import SamlResponse, SignedElement
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.setup.values import Value

_FIRST_REDIRECT: Final = 300
_FIRST_ERROR: Final = 400
_REFUSALS: Final = frozenset({401, 403})
_SUCCESS: Final = "urn:oasis:names:tc:SAML:2.0:status:Success"
_SAME_FOR_ALL: Final = "/app"
"""DeskPRO's newer screens are a script at this path, which strangers get too (deskpro.md §5)."""
_WHO_IT_IS: Final = "/api/v2/me"
_OK: Final = 200


@unique
class Doubt(StrEnum):
    """Why a recording proves nothing."""

    NO_SIGN_IN = "no-sign-in"
    HIDDEN = "hidden"
    NO_TIME = "no-time"
    TOO_EARLY = "too-early"
    REFUSED = "refused"
    SIGNATURE = "signature"
    OTHER_VALUES = "other-values"
    OTHER_PERSON = "other-person"
    NOT_FROM_DESKPRO = "not-from-deskpro"
    NOT_FROM_JUMPCLOUD = "not-from-jumpcloud"
    WAS_SIGNED_IN = "was-signed-in"
    BROUGHT_COOKIES = "brought-cookies"
    COOKIES_UNKNOWN = "cookies-unknown"
    NOT_IN = "not-in"
    OTHER_SIDE = "other-side"


class RecordedSignIn(msgspec.Struct, frozen=True, kw_only=True):
    """The last sign-in of a recording, judged by what does not depend on who wants to know.

    Attributes:
        shown: the message is there to be judged; else the only doubt says why not.
        answers_request: it answers a request of DeskPRO that the recording holds too.
        names_request: it names some request, so that it did not begin in JumpCloud's portal.
        posted_at: when the browser brought it to DeskPRO, aware; None where nothing tells.
        ended_at: the page of DeskPRO it ended on, without parameters; empty where it did not.
        doubts: why it proves nothing, the weightiest first; empty where nothing speaks against it.
        differing: the values in it that are not today's.
    """

    shown: bool = True
    answers_request: bool = False
    names_request: bool = False
    posted_at: datetime | None = None
    ended_at: str = ""
    doubts: tuple[Doubt, ...] = ()
    differing: tuple[Value, ...] = ()


def recorded_sign_in(evidence: Evidence) -> RecordedSignIn | None:
    """Return the last sign-in of the last recording; None where there is no recording.

    Everything is compared with ``evidence.expectations``; what these leave out counts as another.
    """
    if not evidence.conversations:
        return None
    talk = Talk(evidence.conversations[-1], evidence)
    if not talk.posts:
        return RecordedSignIn(shown=False, doubts=(Doubt.NO_SIGN_IN,))
    post = talk.posts[-1]
    carried = post.sent(MessageField.RESPONSE)
    facts = carried.facts if carried is not None else None
    examined = next((one for one in evidence.responses if one.response is facts), None)
    if talk.conversation.masked or examined is None:
        return RecordedSignIn(shown=False, doubts=(Doubt.HIDDEN,))
    differing = tuple(_differing(talk, post, examined, evidence))
    landing = talk.landing
    return RecordedSignIn(
        answers_request=_answers_request(talk, post, examined.response),
        names_request=bool(_named_requests(examined.response)),
        posted_at=post.started or _end_of_second(post.date),
        ended_at=bare(landing.url) if landing is not None else "",
        doubts=tuple(_doubts(talk, post, examined, evidence, differing=bool(differing))),
        differing=differing,
    )


def doubt_about(
    sign_in: RecordedSignIn, *, flow: Flow, interface: Interface, since: datetime
) -> Doubt | None:
    """Return why ``sign_in`` does not prove ``flow``; None where it does.

    Args:
        sign_in: what a recording holds.
        flow: the sign-in that is tried.
        interface: whose pages of DeskPRO it has to end on.
        since: when the test was started, aware; what came before proves nothing.
    """
    if not sign_in.shown:
        return sign_in.doubts[0]
    if sign_in.posted_at is None:
        return Doubt.NO_TIME
    if sign_in.posted_at < since:
        return Doubt.TOO_EARLY
    against = [*_other_way(sign_in, flow), *sign_in.doubts]
    if interface is Interface.AGENTS and not is_agent_path(split(sign_in.ended_at).path):
        against.append(Doubt.OTHER_SIDE)
    return next(iter(against), None)


def _other_way(sign_in: RecordedSignIn, flow: Flow) -> Iterator[Doubt]:
    if flow is Flow.FROM_JUMPCLOUD:
        if sign_in.names_request:
            yield Doubt.NOT_FROM_JUMPCLOUD
    elif not sign_in.answers_request:
        yield Doubt.NOT_FROM_DESKPRO


def _end_of_second(told: datetime | None) -> datetime | None:
    """Return the latest moment that a server means, which tells whole seconds only."""
    return None if told is None else told.replace(microsecond=999_999)


def _doubts(
    talk: Talk, post: Hop, examined: ResponseEvidence, evidence: Evidence, *, differing: bool
) -> Iterator[Doubt]:
    response = examined.response
    if response.status[:1] != (_SUCCESS,):
        yield Doubt.REFUSED
    if not _is_signed_by_ours(examined, evidence):
        yield Doubt.SIGNATURE
    if differing:
        yield Doubt.OTHER_VALUES
    if not _is_about(response, evidence.expectations.email):
        yield Doubt.OTHER_PERSON
    yield from _session_before(talk, post)
    if not _ended_signed_in(talk, post, evidence):
        yield Doubt.NOT_IN


def _is_signed_by_ours(examined: ResponseEvidence, evidence: Evidence) -> bool:
    """Tell whether the certificate DeskPRO was given made the signature over the one assertion."""
    response = examined.response
    if evidence.expectations.certificate is None or examined.key_source is KeySource.MESSAGE:
        return False
    if len(response.assertions) != 1 or response.stray_assertions or response.duplicate_ids:
        return False
    covered = {
        (SignedElement.RESPONSE, response.id),
        (SignedElement.ASSERTION, response.assertions[0].id),
    }
    signed = {(one.element, one.element_id) for one in examined.signatures}
    same = examined.certificate is not None and (
        examined.certificate.sha256 == evidence.expectations.certificate.sha256
    )
    return same and examined.is_good and bool(signed & covered)


def _differing(
    talk: Talk, post: Hop, examined: ResponseEvidence, evidence: Evidence
) -> Iterator[Value]:
    """Give the values in the messages that are not exactly the expected ones."""
    expected, response = evidence.expectations, examined.response
    assertions = response.assertions
    issuers = {each.issuer for each in assertions} | ({response.issuer} - {""})
    audiences = {each for one in assertions for each in one.audiences or ("",)}
    targets = {bare(post.url), response.destination or bare(post.url)}
    targets |= {each.recipient for one in assertions for each in one.confirmations}
    sent_to: set[str] = set()
    asking = _request_of(talk, post, response)
    request = asking.sent(MessageField.REQUEST) if asking is not None else None
    if request is not None and request.facts is not None:
        audiences.add(request.facts.issuer)
        targets.add(getattr(request.facts, "acs_url", "") or bare(post.url))
        sent_to = {bare(request.sent_to), request.facts.destination or bare(request.sent_to)}
    found = (
        (Value.IDP_ENTITY_ID, issuers, expected.idp_entity_id),
        (Value.SP_ENTITY_ID, audiences, expected.sp_entity_id),
        (Value.ACS_URL, targets, expected.acs_url),
        (Value.IDP_URL, sent_to or {expected.idp_url or ""}, expected.idp_url),
    )
    for value, there, wanted in found:
        if wanted is None or there != {wanted}:
            yield value


def _is_about(response: SamlResponse, email: str | None) -> bool:
    names = [one.name_id or "" for one in response.assertions]
    return bool(email) and bool(names) and all(_same(name, email or "") for name in names)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _named_requests(response: SamlResponse) -> frozenset[str]:
    confirmations = (each for one in response.assertions for each in one.confirmations)
    named = {response.in_response_to, *(each.in_response_to for each in confirmations)}
    return frozenset(named - {""})


def _request_of(talk: Talk, post: Hop, response: SamlResponse) -> Hop | None:
    """Return where the browser carried the request that ``response`` names, before ``post``."""
    named = _named_requests(response)
    for hop in reversed(talk.hops[: talk.hops.index(post)]):
        request = hop.sent(MessageField.REQUEST)
        if request is not None and request.facts is not None and request.facts.id in named:
            return hop
    return None


def _answers_request(talk: Talk, post: Hop, response: SamlResponse) -> bool:
    alone = len(_named_requests(response)) == 1
    return alone and _request_of(talk, post, response) is not None


def _session_before(talk: Talk, post: Hop) -> Iterator[Doubt]:
    """Tell of a session of DeskPRO from before: then its page proves nothing of this sign-in."""
    before = talk.hops[: talk.hops.index(post)]
    if any(_shows_somebody(hop) for hop in talk.deskpro_pages(before)):
        yield Doubt.WAS_SIGNED_IN
    elif talk.conversation.has_cookies:
        if _brought_along(talk):
            yield Doubt.BROUGHT_COOKIES
    elif not any(_knows_nobody(talk, hop) for hop in before):
        yield Doubt.COOKIES_UNKNOWN


def _is_shown(hop: Hop) -> bool:
    """Tell whether it is a page that stays, for a redirect may call itself one too."""
    return hop.is_page and not hop.location and hop.status < _FIRST_REDIRECT


def _shows_somebody(page: Hop) -> bool:
    """Tell whether only somebody who is signed in gets this page of DeskPRO."""
    if not _is_shown(page):
        return False
    is_agents = is_agent_path(split(page.url).path)
    return is_agents and not _is_same_for_all(page) and not is_sign_in_page(page)


def _is_same_for_all(page: Hop) -> bool:
    path = split(page.url).path
    return path == _SAME_FOR_ALL or path.startswith(f"{_SAME_FOR_ALL}/")


def _brought_along(talk: Talk) -> bool:
    """Tell whether the browser had cookies for DeskPRO that this recording does not see set.

    Up to the first page of DeskPRO nothing but DeskPRO's answers can have set one.
    """
    known: set[str] = set()
    for hop in talk.hops:
        if site(hop.url) not in talk.deskpro:
            continue
        if set(hop.cookies_sent) - known:
            return True
        known |= {each.name for each in hop.cookies_set}
        if _is_shown(hop):
            return False
    return False


def _knows_nobody(talk: Talk, hop: Hop) -> bool:
    """Tell whether DeskPRO asks who is there: by its sign-in page, or by leading to one."""
    if site(hop.url) not in talk.deskpro:
        return False
    if _is_shown(hop):
        return is_sign_in_page(hop)
    path = split(hop.url).path
    is_home = path in {"", "/"} or is_agent_path(path)
    asks = "SAMLRequest=" in hop.location or "login" in split(hop.location).path.lower()
    return is_home and "login" not in path.lower() and asks


def _tells_who(hop: Hop, acs_url: str) -> bool:
    """Tell whether DeskPRO answered who is signed in, which it refuses a stranger."""
    ours = site(hop.url) == site(acs_url) and split(hop.url).path == _WHO_IT_IS
    return ours and hop.status == _OK


def _ended_signed_in(talk: Talk, post: Hop, evidence: Evidence) -> bool:
    landing, acs_url = talk.landing, evidence.expectations.acs_url or ""
    if landing is None or post.status >= _FIRST_ERROR:
        return False
    if not _is_shown(landing) or is_refusal(landing):
        return False
    if site(landing.url) != site(acs_url):
        return False
    if talk.conversation.has_cookies and not landing.cookies_sent:
        return False
    later = talk.after(post)
    if _is_same_for_all(landing) and not any(_tells_who(hop, acs_url) for hop in later):
        return False
    asked_again = any(hop in talk.asked for hop in later)
    refused = any(hop.status in _REFUSALS and site(hop.url) == site(acs_url) for hop in later)
    return not asked_again and not refused
