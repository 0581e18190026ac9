"""Rules over recordings of a browser: H1 to H15.

A recording that does not hold a sign-in gives H9 alone: what is not in it proves nothing.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final, TypeAlias

from deskpro_sso_gui.diagnosis.compare import Part, explain_difference
from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.conversations import (
    Talk,
    bare,
    is_agent_path,
    is_refusal,
    is_sign_in_page,
    site,
    split,
)
from deskpro_sso_gui.diagnosis.evidence import Evidence, Rule
from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.saml.conversation import Hop, MessageField
from deskpro_sso_gui.saml.facts import AuthnRequest, SamlResponse

TalkRule: TypeAlias = Callable[[Talk], Iterator[Finding]]

_PORTAL: Final = "userconsole"
_FIRST_ERROR: Final = 400
_LOOP_ROUNDS: Final = 3
_MOVED: Final = frozenset({301, 302})
_CLOCKS_WARN: Final = timedelta(seconds=60)
_CLOCKS_CAUSE: Final = timedelta(seconds=300)
_BLOCKED: Final = re.compile(r"block|csp|tracking", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")


def not_let_in(talk: Talk) -> Iterator[Finding]:
    """H1: JumpCloud was asked, sent no message, and showed its portal instead."""
    if not talk.visits:
        return
    later = talk.after(talk.visits[-1])
    last = next((hop for hop in reversed(later) if hop.is_page or hop.location), None)
    answered = any(_has_response(hop) for hop in (talk.visits[-1], *later))
    if answered or last is None or site(last.url) not in talk.jumpcloud:
        return
    if _PORTAL in split(last.url).path.lower() and not is_sign_in_page(last):
        yield found("H1", saw=bare(last.url))


def application_unknown(talk: Talk) -> Iterator[Finding]:
    """H2: JumpCloud answers the app's address with an error."""
    for visit in talk.visits:
        if visit.status >= _FIRST_ERROR and not _has_response(visit):
            yield found("H2", saw=str(visit.status), address=bare(visit.url))
            return


def goes_round(talk: Talk) -> Iterator[Finding]:
    """H3: from DeskPRO to JumpCloud and back again and again."""
    rounds, asked = 0, False
    for hop in talk.hops:
        if hop in talk.asked:
            asked = True
        elif asked and hop in talk.posts:
            rounds, asked = rounds + 1, False
    if rounds >= _LOOP_ROUNDS:
        yield found("H3", saw=str(rounds), expected="1")


def refused_with_error(talk: Talk) -> Iterator[Finding]:
    """H4: DeskPRO answers the message with an error; what it says is kept."""
    for post in talk.posts:
        if post.status >= _FIRST_ERROR:
            said = f"{post.status}: {post.said}" if post.said else str(post.status)
            yield found("H4", saw=said, address=bare(post.url))
            return


def posted_elsewhere(talk: Talk) -> Iterator[Finding]:
    """H5: the message was posted to another site than DeskPRO's, or without encryption."""
    expected = talk.acs_urls
    for post in talk.posts:
        where = (split(post.url).scheme, site(post.url))
        known = {(split(address).scheme, site(address)) for address in expected}
        if known and where not in known:
            yield found("H5", saw=bare(post.url), expected=expected[0])
            return


def lost_on_redirect(talk: Talk) -> Iterator[Finding]:
    """H6: the address moves the browser on before DeskPRO reads, and the message stays behind."""
    for post in talk.posts:
        if post.method != "POST" or post.status not in _MOVED or not post.location:
            continue
        parts = explain_difference(bare(post.location), bare(post.url)).parts
        same_page = set(parts) <= {Part.SCHEME, Part.HOST, Part.PORT, Part.SLASH, Part.CASE}
        followed = any(
            hop.method == "GET" and bare(hop.url) == bare(post.location) for hop in talk.after(post)
        )
        if parts and same_page and followed:
            yield found("H6", saw=bare(post.url), expected=bare(post.location))
            return


def cookie_lost(talk: Talk) -> Iterator[Finding]:
    """H7: DeskPRO's cookie from before the sign-in did not come back with the message.

    Many sign-ins work without it, so it counts only where this one failed. A recording without
    cookies, or with masked ones, can't tell.
    """
    conversation = talk.conversation
    if not conversation.has_cookies or conversation.masked or not _failed(talk):
        return
    post = talk.posts[-1]
    before = talk.hops[: talk.hops.index(post)]
    kept_back = {
        cookie.name: cookie
        for hop in before
        if site(hop.url) == site(post.url)
        for cookie in hop.cookies_set
        if not (cookie.same_site == "none" and cookie.secure)
    }
    if kept_back and not set(kept_back) & set(post.cookies_sent):
        cookie = next(iter(kept_back.values()))
        said = f"SameSite={cookie.same_site.capitalize()}" if cookie.same_site else "-"
        yield found("H7", saw=said, expected="SameSite=None; Secure", cookie=cookie.name)


def blocked(talk: Talk) -> Iterator[Finding]:
    """H8: the browser or an extension stopped a step, or the sign-in ran in a frame."""
    taking_part = talk.jumpcloud | talk.deskpro
    for hop in talk.hops:
        if site(hop.url) in taking_part and _BLOCKED.search(hop.blocked):
            yield found("H8", saw=hop.blocked, address=bare(hop.url))
            return
    if any(hop.framed and hop.messages for hop in talk.hops):
        yield found("H8", variant="frame")


def address_used_twice(talk: Talk) -> Iterator[Finding]:
    """H12: two addresses of DeskPRO that differ in their number."""
    used: list[str] = []
    for message in talk.messages:
        match message.facts:
            case AuthnRequest() as request:
                used.append(request.acs_url)
            case SamlResponse() as response:
                used += (message.sent_to, response.destination)
    used = [bare(address) for address in dict.fromkeys(used) if address]
    for place, one in enumerate(used):
        other = next(
            (
                two
                for two in used[place + 1 :]
                if two != one
                and _NUMBER.sub("", split(two).path) == _NUMBER.sub("", split(one).path)
                and _NUMBER.findall(split(two).path) != _NUMBER.findall(split(one).path)
            ),
            None,
        )
        if other is not None:
            yield found("H12", saw=other, expected=one)
            return


def never_posted(talk: Talk) -> Iterator[Finding]:
    """H13: JumpCloud's page had the message in a form that the browser did not send."""
    for hop in talk.hops:
        built = hop.built(MessageField.RESPONSE)
        if built is None:
            continue
        if not any(later in talk.posts or later.body_missing for later in talk.after(hop)):
            yield found("H13", saw=bare(built.sent_to))
            return


def clocks_differ(talk: Talk) -> Iterator[Finding]:
    """H14: the clocks of DeskPRO and JumpCloud differ."""
    deskpro, jumpcloud = talk.clock(talk.deskpro), talk.clock(talk.jumpcloud)
    if deskpro is None or jumpcloud is None:
        return
    apart = deskpro - jumpcloud
    if abs(apart) <= _CLOCKS_WARN:
        return
    cause = abs(apart) > _CLOCKS_CAUSE
    seconds = round(abs(apart).total_seconds())
    yield found(
        "H14",
        variant="fast" if apart > timedelta() else "slow",
        level=None if cause else Level.WORTH_KNOWING,
        saw=f"{seconds // 60} min {seconds % 60:02} s",
    )


def no_account(talk: Talk) -> Iterator[Finding]:
    """H15: DeskPRO took the message and then showed its sign-in or an error page.

    Or it refused a message that the certificate it was given proves to be good: what is left is
    whom the message names.
    """
    landing = talk.landing
    if talk.posts and talk.refused_although_good:
        yield found("H15", variant="refused", saw=str(talk.posts[-1].status))
    if landing is None or talk.posts[-1].status >= _FIRST_ERROR or not is_refusal(landing):
        return
    if not any(hop in talk.asked for hop in talk.after(talk.posts[-1])):
        yield found("H15", saw=bare(landing.url))


def wrong_side(talk: Talk) -> Iterator[Finding]:
    """H11: a sign-in for agents ended on the pages for users."""
    landing = talk.landing
    if landing is None or is_refusal(landing) or is_agent_path(split(landing.url).path):
        return
    began = next((hop for hop in talk.hops if site(hop.url) in talk.deskpro), landing)
    meant = (*talk.acs_urls, began.url)
    if any(is_agent_path(split(address).path) for address in meant):
        yield found("H11", saw=bare(landing.url))


def own_sign_in_form(talk: Talk) -> Iterator[Finding]:
    """H10: DeskPRO shows its own sign-in and sends nobody to JumpCloud."""
    if talk.visits or talk.messages:
        return
    pages = [hop for hop in talk.deskpro_pages(talk.hops) if is_sign_in_page(hop)]
    if pages:
        yield found("H10", saw=bare(pages[-1].url))


def unusable(talk: Talk) -> Iterator[Finding]:
    """H9: the recording does not hold the sign-in."""
    conversation, messages = talk.conversation, talk.messages
    if not conversation.recorded and not conversation.cut_off:
        yield found("H9", variant="empty")
    elif conversation.cut_off and not messages:
        yield found("H9", variant="cut", saw=str(conversation.recorded))
    elif not any(_has_response(hop) for hop in talk.hops) and _message_hidden(talk):
        yield found("H9", variant="sanitised")
    elif not messages and not talk.visits and not any(own_sign_in_form(talk)):
        yield found("H9", variant="nothing", saw=str(conversation.recorded))


def _message_hidden(talk: Talk) -> bool:
    """Tell whether a message was posted whose content the recording does not hold."""
    masked = talk.conversation.masked and bool(talk.posts)
    return masked or any(hop.body_missing and site(hop.url) in talk.deskpro for hop in talk.hops)


def partial(talk: Talk) -> Iterator[Finding]:
    """H9, worth knowing: the recording is cut off or began late, but holds the message."""
    if talk.conversation.cut_off:
        recorded = str(talk.conversation.recorded)
        yield found("H9", variant="cut", level=Level.WORTH_KNOWING, saw=recorded)
    first = next((hop for hop in talk.hops if hop.messages), None)
    if first is None or talk.asked:
        return
    sent = first.sent(MessageField.RESPONSE)
    if sent is not None and isinstance(sent.facts, SamlResponse) and sent.facts.in_response_to:
        yield found("H9", variant="late", level=Level.WORTH_KNOWING, saw=bare(first.url))


def _has_response(hop: Hop) -> bool:
    """Tell whether a hop has a message of JumpCloud, sent or built, that is not masked away."""
    return any(
        message.field is MessageField.RESPONSE and (message.xml or not message.masked)
        for message in hop.messages
    )


def _failed(talk: Talk) -> bool:
    """Tell whether the sign-in was refused, or begun again, after the message was posted."""
    if not talk.posts:
        return False
    landing = talk.landing
    return (
        talk.posts[-1].status >= _FIRST_ERROR
        or (landing is not None and is_refusal(landing))
        or any(hop in talk.asked for hop in talk.after(talk.posts[0]))
    )


_TALK_RULES: Final[tuple[TalkRule, ...]] = (
    lost_on_redirect,
    posted_elsewhere,
    address_used_twice,
    never_posted,
    clocks_differ,
    goes_round,
    refused_with_error,
    application_unknown,
    not_let_in,
    cookie_lost,
    own_sign_in_form,
    wrong_side,
    no_account,
    blocked,
    partial,
)


def recordings(evidence: Evidence) -> Iterator[Finding]:
    """Judge each recording; one that does not hold the sign-in is judged no further."""
    for conversation in evidence.conversations:
        talk = Talk(conversation, evidence)
        useless = tuple(unusable(talk))
        yield from useless
        if not useless:
            for rule in _TALK_RULES:
                yield from rule(talk)


RULES: Final[tuple[Rule, ...]] = (recordings,)
