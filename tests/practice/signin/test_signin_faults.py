"""Every fault of the sign-in makes DeskPRO refuse, and nobody says why."""

import pytest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.pages import page
from tests.support.signin_sandbox import SORRY, Visitor, signin_sandbox

FAULTS = (
    Fault.CLOCK_OFF,
    Fault.NAME_ID_NOT_EMAIL,
    Fault.WRONG_AUDIENCE,
    Fault.UNSIGNED_ASSERTION,
    Fault.TAMPERED_ASSERTION,
    Fault.OLD_CERTIFICATE,
    Fault.EXPIRED_CERTIFICATE,
    Fault.PLACEHOLDER_LEFT,
    Fault.WRONG_ACS_NUMBER,
    Fault.NO_ACCOUNT,
)


@pytest.mark.parametrize("fault", FAULTS)
async def test_fault_ends_at_the_generic_page_and_is_not_named(fault: Fault) -> None:
    seen: list[str] = []
    async with signin_sandbox(faults=[fault]) as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.deskpro}/agent/")
        await visitor.follow("sso-button")
        seen.append(visitor.page.text)
        await visitor.sign_in("ann")
        seen.append(visitor.page.text)
        await visitor.send("answer")
        seen.append(visitor.page.text + str(visitor.page.headers))
        assert SORRY in visitor.text
        assert visitor.page.status_code == 403
        assert visitor.page.content == page("deskpro_sorry.html").body
        assert sandbox.store.world.events[-1].sso_token_success, "JumpCloud saw nothing wrong"
    assert not [text for text in seen if fault.value in text]
