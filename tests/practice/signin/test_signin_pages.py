"""JumpCloud's pages for people: sign-in, second factor, console, and the events they leave."""

import pytest

from deskpro_sso_gui.practice.world import Event, Interface, SsoMethod, UserState
from tests.support.signin_sandbox import (
    PASSWORD,
    SORRY,
    SignInSandbox,
    Visitor,
    make_application,
    signin_sandbox,
)

NO_ACCESS = "You have not been given access to any SSO applications by your administrator."


async def open_button(visitor: Visitor, sandbox: SignInSandbox) -> None:
    await visitor.open(f"{sandbox.deskpro}/agent/")
    await visitor.follow("sso-button")


def outcome(event: Event) -> tuple[bool, str, bool]:
    return event.sso_token_success, event.error_message, event.idp_initiated


async def test_button_leads_through_the_sign_in_page_to_the_agent_page() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        assert visitor.url.startswith(f"{sandbox.jumpcloud}/login?visit=")
        await visitor.sign_in("ann")
        assert visitor.form_value("SAMLResponse")
        await visitor.send("answer")
        assert visitor.url == f"{sandbox.deskpro}/agent/"
        assert "Signed in as Ann Example ann@acme.example" in visitor.text
        [event] = sandbox.store.world.events
        assert outcome(event) == (True, "", False)
        assert event.username == "ann"
        assert event.application_id == sandbox.application.id
        assert event.sso_url == sandbox.application.sso_url


async def test_tile_leads_to_the_agent_page_without_a_request() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.jumpcloud}/userconsole/")
        await visitor.sign_in("ann")
        assert visitor.url == f"{sandbox.jumpcloud}/userconsole/"
        assert "DeskPRO" in visitor.text
        await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro")
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text
        [event] = sandbox.store.world.events
        assert outcome(event) == (True, "", True)


async def test_request_by_post_is_answered_to_somebody_signed_in_already() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.jumpcloud}/login")
        await visitor.sign_in("ben")
        await visitor.post(f"{sandbox.jumpcloud}/saml2/deskpro", RelayState="from there")
        assert visitor.form_value("SAMLResponse")
        assert visitor.form_value("RelayState") == "from there"


async def test_sign_in_page_works_once_only() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        page = visitor.url
        await visitor.sign_in("ann")
        await visitor.open(page)
        assert visitor.url == f"{sandbox.jumpcloud}/userconsole/"
        assert len(sandbox.store.world.events) == 1


async def test_second_factor_is_asked_for_and_leaves_an_event_of_its_own() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        await visitor.sign_in("cleo")
        assert "any six digits" in visitor.text
        await visitor.send("second-factor", code="12345")
        assert visitor.page.status_code == 401
        await visitor.send("second-factor", code="123 456")
        await visitor.send("answer")
        assert "Signed in as Cleo Example" in visitor.text
        step, login = sandbox.store.world.events
        assert outcome(step) == (False, "", False)
        assert outcome(login) == (True, "", False)
        assert step.mfa
        assert login.mfa


async def test_nothing_is_open_before_the_second_factor() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        await visitor.sign_in("cleo")
        await visitor.open(f"{sandbox.jumpcloud}/userconsole/")
        assert "Verification code" in visitor.text
        await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro")
        assert "Verification code" in visitor.text


async def test_wrong_password_is_refused_and_recorded() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        await visitor.send("login", email="ann@acme.example", password="wrong")
        assert visitor.page.status_code == 401
        [event] = sandbox.store.world.events
        assert outcome(event) == (False, "authentication failed", False)
        assert event.username == "ann"
        await visitor.sign_in("ann")
        assert visitor.form_value("SAMLResponse")


@pytest.mark.parametrize("field", ["suspended", "account_locked", "password_expired"])
async def test_user_who_can_not_sign_in_is_refused(field: str) -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        setattr(sandbox.user("ann"), field, True)
        await visitor.open(f"{sandbox.jumpcloud}/login")
        await visitor.sign_in("ann")
        assert visitor.page.status_code == 401


async def test_suspending_a_user_ends_the_session() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.jumpcloud}/login")
        await visitor.sign_in("ann")
        sandbox.user("ann").state = UserState.SUSPENDED
        await visitor.open(f"{sandbox.jumpcloud}/userconsole/")
        assert "User Login" in visitor.text


async def test_user_in_no_bound_group_gets_the_console_and_no_response() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        await visitor.sign_in("dora")
        assert visitor.url == f"{sandbox.jumpcloud}/userconsole/"
        assert NO_ACCESS in visitor.text
        assert "SAMLResponse" not in visitor.page.text
        [event] = sandbox.store.world.events
        assert outcome(event) == (False, "not authorized", False)
        assert event.application_label == "DeskPRO"


async def test_inactive_application_gives_the_console_and_an_event_without_its_name() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        sandbox.application.active = False
        await open_button(visitor, sandbox)
        await visitor.sign_in("ann")
        assert visitor.url == f"{sandbox.jumpcloud}/userconsole/"
        [event] = sandbox.store.world.events
        assert outcome(event) == (False, "application unreachable", False)
        assert (event.application_id, event.application_label, event.application_name) == ("",) * 3
        assert event.sso_url == sandbox.application.sso_url


async def test_unknown_suffix_gives_an_unhelpful_page() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.jumpcloud}/saml2/other")
        assert visitor.page.status_code == 404
        assert "Something went wrong." in visitor.text
        [event] = sandbox.store.world.events
        assert outcome(event) == (False, "application unreachable", True)
        assert event.sso_url == f"{sandbox.jumpcloud}/saml2/other"


async def test_unreadable_request_gives_an_unhelpful_page() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro?SAMLRequest=abc")
        assert visitor.page.status_code == 400
        assert "Something went wrong." in visitor.text


async def test_application_without_its_key_gives_an_unhelpful_page() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        sandbox.application.private_key_pem = ""
        await open_button(visitor, sandbox)
        await visitor.sign_in("ann")
        assert visitor.page.status_code == 500
        [event] = sandbox.store.world.events
        assert outcome(event) == (False, "internal error", False)


async def test_console_shows_the_users_visible_applications() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        hidden = make_application(sandbox.store, sandbox.source, suffix="hidden")
        hidden.hidden = True
        hidden.display_label = "Hidden one"
        bookmark = make_application(sandbox.store, sandbox.source, suffix="away")
        bookmark.sso_type = "bookmark"
        bookmark.sso_url = "https://www.example.com/"
        bookmark.display_label = "Far away"
        await visitor.open(f"{sandbox.jumpcloud}/userconsole/")
        await visitor.sign_in("ann")
        assert "Hidden one" not in visitor.text
        assert 'href="/saml2/deskpro"' in visitor.page.text
        assert "Far away" in visitor.text
        assert "www.example.com" not in visitor.page.text
        assert NO_ACCESS not in visitor.text


async def test_signing_out_closes_the_console() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.jumpcloud}/userconsole/")
        await visitor.sign_in("ann")
        await visitor.send()
        await visitor.open(f"{sandbox.jumpcloud}/userconsole/")
        assert "User Login" in visitor.text


async def test_answer_for_another_computer_is_not_sent() -> None:
    acs = "https://acme.example/agent/login/authenticate-callback/3"
    async with signin_sandbox(acsUrl=acs) as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        await visitor.sign_in("ann")
        assert acs in visitor.text
        assert "SAMLResponse" not in visitor.page.text
        assert sandbox.store.world.events[-1].sso_token_success


@pytest.mark.parametrize("acs", ["", "placeholder", "javascript:alert(1)"])
async def test_acs_that_is_no_address_gets_no_answer(acs: str) -> None:
    async with signin_sandbox(acsUrl=acs) as sandbox, Visitor() as visitor:
        await open_button(visitor, sandbox)
        await visitor.sign_in("ann")
        assert visitor.page.status_code == 500
        assert sandbox.store.world.events[-1].error_message == "internal error"


async def test_pages_escape_what_came_from_outside() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f'{sandbox.jumpcloud}/login?visit="><script>alert(1)</script>')
        assert "<script>alert" not in visitor.page.text
        await visitor.open(f"{sandbox.deskpro}/agent/login?next=//evil.example/")
        assert "evil.example" not in visitor.page.text


async def test_automatic_goes_straight_to_jumpcloud_and_logs_off_there() -> None:
    async with (
        signin_sandbox(sso_method=SsoMethod.AUTOMATIC) as sandbox,
        Visitor() as visitor,
    ):
        await visitor.open(f"{sandbox.deskpro}/agent/")
        assert visitor.url.startswith(f"{sandbox.jumpcloud}/login?visit=")
        await visitor.sign_in("ann")
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text
        await visitor.send()
        assert visitor.url == f"{sandbox.jumpcloud}/userconsole/"
        await visitor.open(f"{sandbox.deskpro}/agent/")
        assert visitor.form_value("SAMLResponse"), "still signed in at JumpCloud"


async def test_automatic_lets_nobody_in_by_password() -> None:
    async with (
        signin_sandbox(sso_method=SsoMethod.AUTOMATIC) as sandbox,
        Visitor() as visitor,
    ):
        await visitor.post(
            f"{sandbox.deskpro}/agent/login", email="admin@acme.example", password=PASSWORD
        )
        assert visitor.url.startswith(f"{sandbox.jumpcloud}/login?visit=")


async def test_user_of_the_help_centre_gets_an_account_at_the_first_sign_in() -> None:
    async with (
        signin_sandbox(
            interface=Interface.USERS,
            databaseAttributes=[{"name": "name", "value": "displayname"}],
        ) as sandbox,
        Visitor() as visitor,
    ):
        sandbox.application.group_ids = [group.id for group in sandbox.store.world.groups.values()]
        for _ in range(2):
            await visitor.open(f"{sandbox.deskpro}/login")
            await visitor.follow("sso-button")
            if "User Login" in visitor.text:
                await visitor.sign_in("dora")
            await visitor.send("answer")
            assert visitor.url == f"{sandbox.deskpro}/"
            assert "Signed in as Dora Example dora@acme.example" in visitor.text
        [created] = sandbox.store.world.helpdesk.users
        assert created.email == "dora@acme.example"
        assert SORRY not in visitor.text
