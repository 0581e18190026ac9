"""What the admin drops on the page *Certificate* gives the certificate to use, or a reason."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.tasks import certificate
from tests.support.certificate_files import (
    PRIVATE_KEYS,
    authority,
    bundle,
    foreign,
    key_store,
    pem,
    web_server,
)
from tests.support.saml_documents import signer


async def test_a_bundle_and_a_chain_give_the_certificate_to_use() -> None:
    leaf = foreign("leaf", issuer="Example authority")

    assert (await certificate.read(bundle(encoding=Encoding.DER))).der == signer().der
    assert (await certificate.read(authority().pem + leaf.pem)).der == leaf.der
    assert (await certificate.read(web_server().pem + pem())).der == signer().der


@pytest.mark.parametrize("form", ["PKCS #8", "OpenSSH", "JSON Web Key", "beside the certificate"])
async def test_a_private_key_is_refused_as_one(form: str) -> None:
    with pytest.raises(ProblemError) as refused:
        await certificate.read(PRIVATE_KEYS[form][0]())

    assert refused.value.problem.code is ProblemCode.PRIVATE_KEY_REFUSED


async def test_what_can_not_be_used_says_why() -> None:
    for data, reason in ((key_store(), "pkcs12"), (pem()[:700], "truncated"), (b"", "empty")):
        with pytest.raises(ProblemError) as refused:
            await certificate.read(data)

        assert refused.value.problem.values["reason"] == reason
