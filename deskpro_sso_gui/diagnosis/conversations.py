"""Who is who in a recording, and which steps of a sign-in it shows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Final
from urllib.parse import SplitResult, urlsplit

import msgspec

from deskpro_sso_gui.diagnosis.evidence import Evidence, KeySource
from deskpro_sso_gui.saml.conversation import (
    CarriedMessage,
    Conversation,
    Hop,
    MessageField,
    Place,
)
from deskpro_sso_gui.saml.facts import AuthnRequest, SamlResponse

_NOWHERE: Final = SplitResult("", "", "", "", "")
_JUMPCLOUD: Final = ("jumpcloud.com",)
_DESKPRO: Final = ("deskpro.com",)
_APPLICATION_PATH: Final = "/saml2/"
_AGENT_PATHS: Final = ("/agent", "/app", "/admin")
_SIGN_IN_WORDS: Final = ("login", "signin", "sign-in")
_REFUSAL_WORDS: Final = (*_SIGN_IN_WORDS, "error", "denied")
_FIRST_ERROR: Final = 400
_FIRST_FAULT: Final = 500
"""From here on the server itself has failed, whatever the message was."""

_MAX_RESPONSES: Final = 50


class RecordedResponse(msgspec.Struct, frozen=True, kw_only=True):
    """JumpCloud's message in a recording.

    Attributes:
        asked: the request that came before it.
        posted_to: empty where it was built but never posted.
        posted_at: by DeskPRO's clock where it told the time, else by this computer's.
        seen_coming: the recording began before it, so that what is not there did not happen.
    """

    response: SamlResponse
    xml: bytes
    asked: AuthnRequest | None
    posted_to: str
    posted_at: datetime | None
    seen_coming: bool


def recorded_responses(conversation: Conversation) -> Iterator[RecordedResponse]:
    """Give every message that was posted, and those that were built but not posted.

    Of a recording with more than any sign-in has, the first.
    """
    yield from islice(_responses(conversation), _MAX_RESPONSES)


def _responses(conversation: Conversation) -> Iterator[RecordedResponse]:
    asked: AuthnRequest | None = None
    sent = {
        hop_message.facts.id
        for hop in conversation.hops
        if (hop_message := hop.sent(MessageField.RESPONSE)) is not None
        and isinstance(hop_message.facts, SamlResponse)
    }
    sites: set[str] = set()
    for hop in conversation.hops:
        request = hop.sent(MessageField.REQUEST)
        if request is not None and isinstance(request.facts, AuthnRequest):
            asked = request.facts
        for message in hop.messages:
            if not isinstance(message.facts, SamlResponse):
                continue
            posted = message.place is not Place.PAGE
            if posted or message.facts.id not in sent:
                yield RecordedResponse(
                    response=message.facts,
                    xml=message.xml,
                    asked=asked,
                    posted_to=message.sent_to if posted else "",
                    posted_at=(hop.date or hop.started) if posted else None,
                    seen_coming=bool(sites - {site(hop.url)}),
                )
        sites.add(site(hop.url))


def split(address: str) -> SplitResult:
    """Split an address; one that is none gives empty parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return _NOWHERE


def site(address: str) -> str:
    """Return host and port in small letters, as they stand in an address."""
    return split(address).netloc.lower()


def bare(address: str) -> str:
    """Return an address without its parameters, which are nobody's business in a report."""
    return address.partition("?")[0].partition("#")[0]


def _belongs(address_site: str, domains: tuple[str, ...]) -> bool:
    host = address_site.partition(":")[0]
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


class Talk:
    """A recording seen as a talk between DeskPRO, the browser and JumpCloud."""

    def __init__(self, conversation: Conversation, evidence: Evidence) -> None:
        self.conversation = conversation
        self.hops = conversation.hops
        self._evidence = evidence
        self.asked = conversation.sending(MessageField.REQUEST)
        self.posts = conversation.sending(MessageField.RESPONSE)

    @cached_property
    def jumpcloud(self) -> frozenset[str]:
        """The sites that are JumpCloud's: known ones, and who was asked or answered."""
        expected = self._evidence.expectations.idp_url
        known = [expected] if expected else []
        for metadata in self._evidence.all_idp_metadata:
            known += metadata.locations
        for hop in self.hops:
            if hop.built(MessageField.RESPONSE) is not None or hop.sent(MessageField.REQUEST):
                known.append(hop.url)
        named = {site(hop.url) for hop in self.hops if _belongs(site(hop.url), _JUMPCLOUD)}
        return frozenset({site(address) for address in known} | named) - {""}

    @cached_property
    def deskpro(self) -> frozenset[str]:
        """The sites that are DeskPRO's: known ones, who asked and where messages are posted."""
        known = list(self._evidence.acs_urls)
        for hop in self.hops:
            if hop.sent(MessageField.RESPONSE) is not None or "SAMLRequest=" in hop.location:
                known.append(hop.url)
            known += (one.sent_to for one in hop.messages if one.field is MessageField.RESPONSE)
            known += (
                one.facts.acs_url for one in hop.messages if isinstance(one.facts, AuthnRequest)
            )
        named = {site(hop.url) for hop in self.hops if _belongs(site(hop.url), _DESKPRO)}
        return frozenset({site(address) for address in known} | named) - {""} - self.jumpcloud

    @property
    def visits(self) -> tuple[Hop, ...]:
        """The hops that opened the app at JumpCloud, asked by DeskPRO or from the portal."""
        return tuple(
            hop
            for hop in self.hops
            if site(hop.url) in self.jumpcloud
            and (hop in self.asked or split(hop.url).path.startswith(_APPLICATION_PATH))
        )

    @property
    def acs_urls(self) -> tuple[str, ...]:
        """DeskPRO's address for messages: as known, else as DeskPRO itself asked for."""
        asked = (
            message.facts.acs_url
            for hop in self.asked
            if (message := hop.sent(MessageField.REQUEST)) is not None
            and isinstance(message.facts, AuthnRequest)
            and message.facts.acs_url
        )
        return self._evidence.acs_urls or tuple(dict.fromkeys(asked))

    @property
    def messages(self) -> tuple[CarriedMessage, ...]:
        """Every message, sent or only built."""
        return tuple(message for hop in self.hops for message in hop.messages)

    def after(self, hop: Hop) -> tuple[Hop, ...]:
        """Return the hops after ``hop``."""
        return self.hops[self.hops.index(hop) + 1 :]

    def deskpro_pages(self, hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
        """Return the pages of DeskPRO among ``hops``."""
        return tuple(
            hop
            for hop in hops
            if hop.is_page and hop.status < _FIRST_ERROR and site(hop.url) in self.deskpro
        )

    @property
    def is_refused(self) -> bool:
        """DeskPRO answered the last message with an error, or showed its sign-in after it."""
        if not self.posts:
            return False
        landing = self.landing
        error = _FIRST_ERROR <= self.posts[-1].status < _FIRST_FAULT
        return error or (landing is not None and is_refusal(landing))

    @property
    def refused_although_good(self) -> bool:
        """DeskPRO refused the last message, which its own certificate proves to be good."""
        post = self.posts[-1]
        carried = post.sent(MessageField.RESPONSE)
        if not _FIRST_ERROR <= post.status < _FIRST_FAULT or carried is None:
            return False
        facts = carried.facts
        return isinstance(facts, SamlResponse) and any(
            one.is_good and one.key_source is KeySource.CERTIFICATE
            for one in self._evidence.responses
            if one.response.id == facts.id
        )

    @property
    def landing(self) -> Hop | None:
        """The last page of DeskPRO after the last message was posted."""
        pages = self.deskpro_pages(self.after(self.posts[-1])) if self.posts else ()
        return pages[-1] if pages else None

    def clock(self, sites: frozenset[str]) -> timedelta | None:
        """Return how far the clock of ``sites`` is ahead of this computer's, None if unknown."""
        offsets = [
            (hop.date - hop.answered).total_seconds()
            for hop in self.hops
            if hop.date is not None and hop.answered is not None and site(hop.url) in sites
        ]
        if not offsets:
            return None
        from statistics import median  # noqa: PLC0415 - brings fractions and random, for few

        return timedelta(seconds=median(offsets))


def is_agent_path(path: str) -> bool:
    """Tell whether a path is of DeskPRO's agents' or administrators' pages."""
    return any(path == known or path.startswith(f"{known}/") for known in _AGENT_PATHS)


def is_sign_in_page(hop: Hop) -> bool:
    """Tell whether a page is one to sign in at."""
    path = split(hop.url).path.lower()
    return hop.asks_password or any(word in path for word in _SIGN_IN_WORDS)


def is_refusal(hop: Hop) -> bool:
    """Tell whether a page is where a refused sign-in ends."""
    path = split(hop.url).path.lower()
    return hop.asks_password or any(word in path for word in _REFUSAL_WORDS)
