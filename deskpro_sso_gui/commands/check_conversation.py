"""What ``check`` tells of a recording: its steps, and where they ended.

Addresses are told without their parameters, which hold messages and tokens.
"""

from collections.abc import Iterator
from typing import Any, Final

from deskpro_sso_gui import texts
from deskpro_sso_gui.diagnosis.conversations import bare
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.conversation import Conversation, Hop, MessageField

_STEPS_TOLD: Final = 200
_ARROW: Final = N_("{number}. {method} {address}: {status}")
_ARROW_SENT: Final = N_("{number}. {method} {address}: {status}, with {field}")
_ARROW_BUILT: Final = N_("{number}. {method} {address}: {status}, with a form to send {field}")


def conversation_facts(conversation: Conversation) -> dict[str, Any]:
    """Return the facts of a recording for JSON."""
    return {
        "creator": conversation.creator,
        "recorded": conversation.recorded,
        "cut_off": conversation.cut_off,
        "has_cookies": conversation.has_cookies,
        "masked": conversation.masked,
        "decoded_kept": conversation.decoded_kept,
        "hops": [_hop(hop) for hop in told_hops(conversation)],
        "ended_at": bare(conversation.hops[-1].url) if conversation.hops else "",
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "number": hop.number,
        "method": hop.method,
        "url": bare(hop.url),
        "status": hop.status,
        "location": bare(hop.location),
        "started": hop.started.isoformat() if hop.started is not None else None,
        "server_date": hop.date.isoformat() if hop.date is not None else None,
        "sent": [one.value for one in MessageField if hop.sent(one) is not None],
        "built": [one.value for one in MessageField if hop.built(one) is not None],
    }


def told_hops(conversation: Conversation) -> tuple[Hop, ...]:
    """Choose the hops to tell: all, or those with messages and their neighbours where many."""
    hops = conversation.hops
    if len(hops) <= _STEPS_TOLD:
        return hops
    places = [place for place, hop in enumerate(hops) if hop.messages]
    near = {at for place in places for at in range(place - 2, place + 3)} | {len(hops) - 1}
    return tuple(hop for at, hop in enumerate(hops) if at in near)[:_STEPS_TOLD]


def conversation_lines(conversation: Conversation) -> Iterator[str]:
    """Say in words what a recording holds."""
    yield texts.t(N_("Requests in it: {count}"), count=str(conversation.recorded))
    for hop in told_hops(conversation):
        sent = next((one for one in MessageField if hop.sent(one) is not None), None)
        built = next((one for one in MessageField if hop.built(one) is not None), None)
        form = _ARROW_SENT if sent else _ARROW_BUILT if built else _ARROW
        yield texts.t(
            form,
            number=str(hop.number),
            method=hop.method,
            address=bare(hop.url),
            status=str(hop.status or "-"),
            field=sent or built or "",
        )
    if conversation.decoded_kept:
        yield texts.t(
            N_(
                "Its values are masked, but the decoded sign-in message with the person's data is "
                "still in it. Use --prepare-for-support before you pass it on."
            )
        )
