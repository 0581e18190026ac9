"""What both products go by while something is broken; what was set stays, and heals."""

from typing import Any

import httpx
import pytest
from cryptography import x509

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import certify, load_private_key
from tests.support.signin_sandbox import (
    SORRY,
    SignInSandbox,
    Visitor,
    other_pair,
    private_key,
    signin_sandbox,
)

SIGNED_IN = "Signed in as Ann Example"


async def signs_in(sandbox: SignInSandbox) -> str:
    """Press DeskPRO's button and sign in; return what the last page says."""
    async with Visitor() as visitor:
        await visitor.open(f"{sandbox.deskpro}/agent/")
        await visitor.follow("sso-button")
        if 'id="login"' in visitor.page.text:
            await visitor.sign_in("ann")
        if 'id="answer"' in visitor.page.text:
            await visitor.send("answer")
        return visitor.text


async def api(sandbox: SignInSandbox, path: str) -> Any:
    headers = {"x-api-key": sandbox.store.world.administrator.api_key}
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"{sandbox.jumpcloud}{path}", headers=headers)


async def metadata(sandbox: SignInSandbox) -> str:
    return str((await api(sandbox, f"/metadata/{sandbox.application.metadata_token}")).text)


async def shown(sandbox: SignInSandbox) -> dict[str, Any]:
    """Return the application as JumpCloud's API shows it."""
    answer = await api(sandbox, f"/api/applications/{sandbox.application.id}")
    found: dict[str, Any] = answer.json()
    return found


def in_one_line(pem: str) -> str:
    return "".join(pem.splitlines()[1:-1])


@pytest.mark.parametrize("fault", [Fault.OLD_CERTIFICATE, Fault.EXPIRED_CERTIFICATE])
async def test_another_certificate_is_shown_everywhere_and_gone_with_the_fault(
    fault: Fault,
) -> None:
    async with signin_sandbox() as sandbox:
        before = await shown(sandbox)
        sandbox.store.set_faults([fault])
        pair = sandbox.store.in_effect(sandbox.application)
        now = await shown(sandbox)
        assert now["config"]["idpCertificate"]["value"] == pair.certificate_value
        assert now["config"]["idpCertificate"] != before["config"]["idpCertificate"]
        assert pair.certificate_expires is not None
        assert now["sso"]["idpCertExpirationAt"].startswith(f"{pair.certificate_expires:%Y-%m-%d}")
        assert in_one_line(pair.certificate_pem) in await metadata(sandbox)
        assert SORRY in await signs_in(sandbox)
        sandbox.store.set_faults([])
        assert await shown(sandbox) == before
        assert SIGNED_IN in await signs_in(sandbox)


async def test_an_expired_certificate_has_the_key_it_had() -> None:
    async with signin_sandbox(faults=[Fault.EXPIRED_CERTIFICATE]) as sandbox:
        expired = sandbox.store.in_effect(sandbox.application)
        certificate = x509.load_pem_x509_certificate(expired.certificate_pem.encode())
        assert certificate.not_valid_after_utc < sandbox.store.now()
        assert certificate.public_key() == private_key().public_key()
        # a renewal mends it, the fault goes on being asked for
        pair = other_pair()
        sandbox.application.certificate_pem = pair.certificate_pem
        sandbox.application.private_key_pem = pair.private_key_pem
        sandbox.source.certificate_pem = pair.certificate_pem
        assert SIGNED_IN in await signs_in(sandbox)


async def test_a_newer_certificate_that_deskpro_was_given_stays_jumpclouds() -> None:
    async with signin_sandbox(faults=[Fault.OLD_CERTIFICATE]) as sandbox:
        newer = sandbox.store.in_effect(sandbox.application)
        sandbox.source.certificate_pem = newer.certificate_pem
        assert SIGNED_IN in await signs_in(sandbox)
        sandbox.store.set_faults([])
        kept = sandbox.store.world.applications[sandbox.application.id]
        assert kept.certificate_pem == newer.certificate_pem
        assert SIGNED_IN in await signs_in(sandbox)
        # the next one has another key again
        sandbox.store.set_faults([Fault.OLD_CERTIFICATE])
        assert SORRY in await signs_in(sandbox)


async def test_a_certificate_sent_back_as_it_was_shown_changes_nothing() -> None:
    async with signin_sandbox(faults=[Fault.OLD_CERTIFICATE]) as sandbox:
        body = await shown(sandbox)
        stored = sandbox.application.certificate_value
        headers = {"x-api-key": sandbox.store.world.administrator.api_key}
        async with httpx.AsyncClient(trust_env=False) as client:
            path = f"{sandbox.jumpcloud}/api/applications/{sandbox.application.id}"
            answer = await client.put(path, json=body, headers=headers)
        assert answer.status_code == 200
        kept = sandbox.store.world.applications[sandbox.application.id]
        assert kept.certificate_value == stored
        assert load_private_key(kept.private_key_pem) is not None


async def test_redirects_are_not_declared_and_refused_and_the_setting_stays() -> None:
    async with signin_sandbox(
        faults=[Fault.REDIRECT_NOT_DECLARED], declareRedirectEndpoint=True
    ) as sandbox:
        assert "HTTP-Redirect" not in await metadata(sandbox)
        assert "Something went wrong." in await signs_in(sandbox)
        assert (await shown(sandbox))["config"]["declareRedirectEndpoint"]["value"] is True
        sandbox.store.set_faults([])
        assert "HTTP-Redirect" in await metadata(sandbox)
        assert SIGNED_IN in await signs_in(sandbox)


async def test_unsigned_requests_are_refused_and_signed_ones_taken() -> None:
    async with signin_sandbox(faults=[Fault.SIGNED_REQUEST_DEMANDED]) as sandbox:
        assert "Something went wrong." in await signs_in(sandbox)
        pair = certify(private_key(), organization="DeskPRO", now=sandbox.store.now())
        helpdesk = sandbox.store.world.helpdesk
        helpdesk.request_key_pem = pair.private_key_pem
        sandbox.source.sign_request = True
        sandbox.application.values["spCertificate"] = pair.certificate_value
        assert SIGNED_IN in await signs_in(sandbox)


async def test_nobody_is_in_a_group_at_the_sign_in() -> None:
    async with signin_sandbox(faults=[Fault.NOT_IN_A_GROUP]) as sandbox:
        assert "Applications" in await signs_in(sandbox)
        assert sandbox.store.world.events[-1].error_message == "not authorized"
        assert sandbox.application.group_ids
