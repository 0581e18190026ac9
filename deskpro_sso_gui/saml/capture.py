"""A recording of a browser to the conversation it holds, however it was written or damaged."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from deskpro_sso_gui.saml import har, tracer
from deskpro_sso_gui.saml.capture_wire import read_har, read_trace
from deskpro_sso_gui.saml.conversation import Conversation, Hop
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.limits import MAX_HOPS

_TRACER: Final = "SAML-tracer"


def read_capture(data: bytes, kind: Kind) -> Conversation:
    """Read a recording; what can't be read in it is left out and told.

    Args:
        data: the file, UTF-8 or UTF-16, with or without a byte order mark.
        kind: ``HAR`` or ``SAML_TRACER``, as ``identify`` tells it.
    """
    if kind is Kind.SAML_TRACER:
        trace = read_trace(data)
        numbered = enumerate(trace.entries, start=1)
        return _conversation(
            kind,
            _TRACER,
            (tracer.hop_of(entry, at) for at, entry in numbered),
            cut_off=trace.cut_off,
        )
    recording = read_har(data)
    numbered_entries = enumerate(recording.entries, start=1)
    return _conversation(
        kind,
        recording.creator,
        (har.hop_of(entry, at) for at, entry in numbered_entries),
        cut_off=recording.cut_off,
    )


def _conversation(
    kind: Kind, creator: str, found: Iterable[Hop | None], *, cut_off: bool
) -> Conversation:
    recorded = 0
    hops: list[Hop] = []
    for hop in found:
        recorded += 1
        if hop is not None and (len(hops) < MAX_HOPS or hop.messages):
            hops.append(hop)
    masked = [one for hop in hops for one in hop.messages if one.masked]
    return Conversation(
        kind=kind,
        creator=creator,
        hops=_in_order(hops),
        recorded=recorded,
        cut_off=cut_off,
        has_cookies=any(hop.cookies_set or hop.cookies_sent for hop in hops),
        masked=bool(masked),
        decoded_kept=any(one.xml for one in masked),
    )


def _in_order(hops: list[Hop]) -> tuple[Hop, ...]:
    """Sort by time where every hop has one; some tools write the end of a request first."""
    times = [hop.started for hop in hops if hop.started is not None]
    if len(times) < len(hops):
        return tuple(hops)
    return tuple(hop for _, hop in sorted(zip(times, hops, strict=True), key=itemgetter(0)))
