"""Mistakes in the order of the set-up, from what DeskPRO shows of itself."""

from typing import Any

import pytest
from msgspec.structs import replace

from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.diagnosis.order_rules import (
    Shown,
    no_account,
    shown_mistakes,
)
from deskpro_sso_gui.diagnosis.words import words
from deskpro_sso_gui.setup.facts import Interface, SignInSource
from tests.support.captures import Step, har, redirect_address
from tests.support.judged import ids, judged
from tests.support.saml_documents import ACS_URL, IDP_URL, SP_ENTITY_ID, request_xml

OURS = SignInSource(id=3, title="SAML", source_type="saml", is_enabled=True)
GOOD = Shown(interface=Interface.AGENTS, number=3, listed=(OURS,), idp_url=IDP_URL)
AWAY = f"{IDP_URL}?SAMLRequest=abc"
OTHER = "https://sso.jumpcloud.com/saml2/other?SAMLRequest=abc"

SHOWN: dict[str, tuple[str, str, dict[str, Any]]] = {
    "sends people on": ("W2", "", {"leads_to": AWAY}),
    "sends people elsewhere": ("W3", "", {"leads_to": OTHER}),
    "elsewhere, by its own proof": ("W3", "", {"leads_to": OTHER, "automatic": True}),
    "on the users' side": ("W4", "agents", {"listed": (), "on_other_side": (OURS,)}),
    "on the agents' side": (
        "W4",
        "users",
        {"interface": Interface.USERS, "listed": (), "on_other_side": (OURS,)},
    ),
    "not enabled": ("W5", "", {"listed": (replace(OURS, is_enabled=False),)}),
    "nowhere": ("W5", "missing", {"listed": (), "on_other_side": ()}),
}
NEARLY: dict[str, dict[str, Any]] = {
    "as it should be": {},
    "Automatic is meant": {"leads_to": AWAY, "automatic": True},
    "tells nothing": {"listed": None},
    "its number is not known": {"listed": (), "number": None},
    "another beside it": {"listed": (OURS, replace(OURS, id=4))},
    "JumpCloud's address is not known yet": {"leads_to": OTHER, "idp_url": ""},
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_deskpro_shows_is_named(name: str) -> None:
    condition, variant, changes = SHOWN[name]
    (found,) = shown_mistakes(replace(GOOD, **changes))
    assert (found.condition, found.variant) == (condition, variant)
    assert found.is_wrong
    worded(found)


@pytest.mark.parametrize("name", NEARLY)
def test_what_deskpro_does_not_show_is_not_guessed(name: str) -> None:
    assert shown_mistakes(replace(GOOD, **NEARLY[name])) == ()


def test_an_entry_elsewhere_that_sends_people_away_is_named_first() -> None:
    found = shown_mistakes(replace(GOOD, leads_to=OTHER, listed=()))
    assert ids(found) == ["W3", "W5"]


def asked_by(number: str, address: str = "") -> bytes:
    """Return a recording in which DeskPRO's entry ``number`` asks, perhaps at another address."""
    xml = request_xml().replace(SP_ENTITY_ID.encode(), SP_ENTITY_ID.replace("3", number).encode())
    asking = redirect_address(xml.replace(ACS_URL.encode(), ACS_URL.replace("3", number).encode()))
    asking = asking.replace(IDP_URL, address or IDP_URL)
    return har(
        [
            Step("GET", ACS_URL.partition("/login")[0] + "/", 302, location=asking, at=0),
            Step("GET", asking, 404, at=1),
        ]
    )


def test_a_recording_shows_that_another_entry_asked() -> None:
    expected: dict[str, Any] = {
        "sp_entity_id": SP_ENTITY_ID,
        "acs_url": ACS_URL,
        "idp_url": IDP_URL,
    }
    judgement = judged(asked_by("4", "https://sso.jumpcloud.com/saml2/other"), **expected)
    assert judgement.headline is not None
    assert judgement.headline.condition == "W3"
    worded(judgement.headline)

    # the same address, or the same number: something else is wrong
    assert "W3" not in ids(judged(asked_by("4"), **expected).findings)
    other_app = asked_by("3", "https://sso.jumpcloud.com/saml2/other")
    assert "W3" not in ids(judged(other_app, **expected).findings)


def test_an_account_that_is_not_there_is_named() -> None:
    found = no_account("ann@acme.example")
    assert (found.condition, found.saw) == ("W8", "ann@acme.example")
    worded(found)


def test_every_wording_is_shown_above() -> None:
    shown = {(condition, variant) for condition, variant, _ in SHOWN.values()}
    shown |= {("W8", ""), ("W3", "asked")}
    worded_ones = {
        (one.id, variant)
        for one in CONDITIONS.values()
        for variant in one.wordings
        if one.id.startswith("W")
    }
    assert worded_ones == shown


def worded(found: Finding) -> None:
    said = words(found)
    for sentence in (said.headline, said.saw, said.expected, said.advice, said.proof):
        assert sentence.message.format(**sentence.values)
