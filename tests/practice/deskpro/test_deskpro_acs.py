"""DeskPRO's door for answers: what is refused looks always the same, what is good opens once."""

import base64
import re
import zlib
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.saml_xml import SAMLP, parse
from deskpro_sso_gui.practice.world import Interface, SsoMethod
from tests.support.signin_sandbox import (
    PASSWORD,
    SORRY,
    SignInSandbox,
    Visitor,
    other_pair,
    signin_sandbox,
)


async def take_answer(visitor: Visitor, sandbox: SignInSandbox, name: str = "ann") -> str:
    """Go from the button to JumpCloud's answer, and return it unsent."""
    await visitor.open(f"{sandbox.deskpro}/agent/")
    await visitor.follow("sso-button")
    await visitor.sign_in(name)
    return visitor.form_value("SAMLResponse")


def acs(sandbox: SignInSandbox) -> str:
    return str(sandbox.application.values["acsUrl"])


async def refused(visitor: Visitor, url: str, **fields: str) -> bool:
    await visitor.post(url, **fields)
    return visitor.page.status_code == 403 and SORRY in visitor.text


async def test_answer_opens_once_only() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor, Visitor() as second:
        answer = await take_answer(visitor, sandbox)
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text
        assert await refused(second, acs(sandbox), SAMLResponse=answer)


async def test_unasked_answer_opens_once_only() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor, Visitor() as second:
        await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro")
        await visitor.sign_in("ann")
        answer = visitor.form_value("SAMLResponse")
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text
        assert await refused(second, acs(sandbox), SAMLResponse=answer)


async def test_request_is_answered_once_only() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.deskpro}/agent/")
        request = re.search(r'id="sso-button" href="([^"]*)"', visitor.page.text)
        assert request
        async with httpx.AsyncClient(trust_env=False) as client:
            address = (await client.get(f"{sandbox.deskpro}{request[1]}")).headers["location"]
        await visitor.open(address)
        await visitor.sign_in("ann")
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text
        await visitor.open(address)
        await visitor.send("answer")
        assert SORRY in visitor.text


async def test_answer_does_not_need_the_browsers_cookie() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor, Visitor() as second:
        answer = await take_answer(visitor, sandbox)
        await second.post(acs(sandbox), SAMLResponse=answer)
        assert "Signed in as Ann Example" in second.text


async def test_nothing_but_an_answer_is_refused_the_same_way() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        assert await refused(visitor, acs(sandbox))
        assert await refused(visitor, acs(sandbox), SAMLResponse="abc")
        page = visitor.page.content
        assert await refused(visitor, f"{acs(sandbox)}0", SAMLResponse="abc")
        await visitor.open(acs(sandbox))
        assert visitor.page.status_code == 403
        assert visitor.page.content == page


async def test_person_without_an_agent_account_is_refused() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        sandbox.application.group_ids = [group.id for group in sandbox.store.world.groups.values()]
        await take_answer(visitor, sandbox, "dora")
        await visitor.send("answer")
        assert SORRY in visitor.text
        assert not sandbox.store.world.helpdesk.users


async def test_email_in_other_letters_is_the_same_account() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        sandbox.user("ann").email = "Ann@Acme.Example"
        await take_answer(visitor, sandbox)
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text


async def test_other_or_missing_certificate_is_refused() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        for certificate in (other_pair().certificate_pem, ""):
            sandbox.source.certificate_pem = certificate
            await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro")
            if "User Login" in visitor.text:
                await visitor.sign_in("ann")
            await visitor.send("answer")
            assert SORRY in visitor.text


async def test_answer_for_another_number_side_or_issuer_is_refused() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        answer = await take_answer(visitor, sandbox)
        users_side = acs(sandbox).replace("/agent/", "/")
        assert await refused(visitor, users_side, SAMLResponse=answer)
        sandbox.source.idp_entity_id = "another issuer"
        assert await refused(visitor, acs(sandbox), SAMLResponse=answer)


async def test_source_that_is_off_or_not_installed_lets_nobody_in() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        answer = await take_answer(visitor, sandbox)
        for field in ("is_enabled", "installed"):
            setattr(sandbox.source, field, False)
            assert await refused(visitor, acs(sandbox), SAMLResponse=answer)
            await visitor.open(f"{sandbox.deskpro}/agent/login")
            assert 'id="sso-button"' not in visitor.page.text
            setattr(sandbox.source, field, True)


async def test_own_form_lets_agents_in_while_the_method_is_disabled() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        await visitor.open(f"{sandbox.deskpro}/agent/login?next=/admin/")
        await visitor.send("login", email="admin@acme.example", password="wrong")
        assert visitor.page.status_code == 401
        await visitor.send("login", email="admin@acme.example", password=PASSWORD)
        assert visitor.url == f"{sandbox.deskpro}/admin/horizon/"


async def test_page_asked_for_first_is_where_the_sign_in_ends() -> None:
    async with signin_sandbox(sso_method=SsoMethod.AUTOMATIC) as sandbox, Visitor() as visitor:
        sandbox.user("ann").email = "admin@acme.example"
        await visitor.open(f"{sandbox.deskpro}/admin/")
        await visitor.send("login", email="admin@acme.example", password=PASSWORD)
        await visitor.send("answer")
        assert visitor.url == f"{sandbox.deskpro}/admin/horizon/"


async def test_button_to_a_placeholder_or_another_computer_goes_nowhere() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        sandbox.source.single_sign_on_url = "placeholder"
        await visitor.open(f"{sandbox.deskpro}/agent/login")
        await visitor.follow("sso-button")
        assert SORRY in visitor.text
        sandbox.source.single_sign_on_url = "https://sso.jumpcloud.com/saml2/deskpro"
        await visitor.open(f"{sandbox.deskpro}/agent/login")
        await visitor.follow("sso-button")
        assert "https://sso.jumpcloud.com/saml2/deskpro" in visitor.text
        assert visitor.url.startswith(sandbox.deskpro)


async def test_signed_request_needs_deskpros_certificate_at_jumpcloud() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        helpdesk, pair = sandbox.store.world.helpdesk, other_pair()
        helpdesk.request_key_pem = pair.private_key_pem
        helpdesk.request_certificate_pem = pair.certificate_pem
        sandbox.source.sign_request = True
        await visitor.open(f"{sandbox.deskpro}/agent/login")
        await visitor.follow("sso-button")
        assert visitor.page.status_code == 400
        sandbox.application.values["spCertificate"] = pair.certificate_value
        await visitor.open(f"{sandbox.deskpro}/agent/login")
        await visitor.follow("sso-button")
        await visitor.sign_in("ann")
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text


async def test_answer_to_another_sources_request_is_refused() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        second = msgspec.structs.replace(sandbox.source, id=4)
        sandbox.store.world.helpdesk.sources.append(second)
        await visitor.open(f"{sandbox.deskpro}/agent/")
        await visitor.follow("sso-button")
        sandbox.application.values |= {
            "acsUrl": acs_url(sandbox.deskpro, second),
            "spEntityId": entity_id(sandbox.deskpro, second),
        }
        await visitor.sign_in("ann")
        await visitor.send("answer")
        assert SORRY in visitor.text
        # The same without that request is good.
        await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro")
        await visitor.send("answer")
        assert "Signed in as Ann Example" in visitor.text


async def test_login_url_of_the_sign_in_source_sends_a_request() -> None:
    async with signin_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        base = f"{sandbox.deskpro}/api/v2/api_tokens/user_sources"
        [listed] = (await client.get(f"{base}/agent")).json()["data"]
        answer = await client.get(listed["display_options"]["login_url"])
        assert answer.status_code == 302
        address = answer.headers["location"]
        assert address.startswith(f"{sandbox.source.single_sign_on_url}?SAMLRequest=")
        message = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        request = parse(zlib.decompress(base64.b64decode(message), -15))
        assert request.tag == f"{{{SAMLP}}}AuthnRequest"
        assert request.get("Destination") == sandbox.source.single_sign_on_url
        assert request.get("AssertionConsumerServiceURL") == acs(sandbox)
        assert request[0].text == sandbox.application.values["spEntityId"]
        policy = request.find(f"{{{SAMLP}}}NameIDPolicy")
        assert policy is not None
        assert policy.get("Format") == "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
        assert (await client.get(f"{base}/99/login?format=default")).status_code == 404


async def test_users_automatic_leaves_the_agents_form_alone() -> None:
    async with (
        signin_sandbox(interface=Interface.USERS, sso_method=SsoMethod.AUTOMATIC) as sandbox,
        Visitor() as visitor,
    ):
        await visitor.open(f"{sandbox.deskpro}/")
        assert visitor.url.startswith(f"{sandbox.jumpcloud}/login?visit=")
        await visitor.open(f"{sandbox.deskpro}/app")
        assert visitor.url == f"{sandbox.deskpro}/agent/login"
        assert 'id="sso-button"' not in visitor.page.text
