import base64
from pathlib import Path
from typing import cast
from xml.etree import ElementTree as ET

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import KeyMaker, certify, generate_key
from deskpro_sso_gui.practice.seed import utc_now
from deskpro_sso_gui.practice.world import Application
from tests.support.jumpcloud_sandbox import Json, JumpCloudSandbox, small_key

pytestmark = pytest.mark.asyncio(loop_scope="session")

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "jumpcloud"
SUBJECT = "CN=JumpCloudSAMLUser,OU=JumpCloudSAMLIdP,O=Acme Inc (practice),L=Boulder,ST=CO,C=US"
METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"


def read(value: str) -> x509.Certificate:
    """Read what ``config.idpCertificate.value`` holds: base64 of a PEM text."""
    return x509.load_pem_x509_certificate(base64.b64decode(value))


def certificate_of(application: Json) -> x509.Certificate:
    return read(application["config"]["idpCertificate"]["value"])


async def metadata_of(sandbox: JumpCloudSandbox, application: Json) -> ET.Element:
    answer = await sandbox.client.get(metadata_path(sandbox, application))
    assert answer.status_code == 200
    return ET.fromstring(answer.content)  # noqa: S314 - the sandbox's own document


def metadata_path(sandbox: JumpCloudSandbox, application: Json) -> str:
    organization = sandbox.ready.organization
    return f"/api/organizations/{organization}/applications/{application['_id']}/metadata.xml"


async def put(sandbox: JumpCloudSandbox, application: Json, config: Json) -> Json:
    return await sandbox.client.put(
        f"/api/applications/{application['_id']}", json=application | {"config": config}
    )


async def test_a_certificate_is_as_jumpclouds_are() -> None:
    key = generate_key()
    now = utc_now()
    pair = certify(key, organization="Acme Inc (practice)", now=now)
    certificate = x509.load_pem_x509_certificate(pair.certificate_pem.encode())
    public_key = cast("rsa.RSAPublicKey", certificate.public_key())
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc

    assert certificate.subject.rfc4514_string() == SUBJECT
    assert certificate.issuer == certificate.subject
    assert (public_key.key_size, public_key.public_numbers().e) == (4096, 65537)
    assert certificate.version is x509.Version.v3
    assert len(certificate.extensions) == 0
    assert certificate.signature_hash_algorithm is not None
    assert certificate.signature_hash_algorithm.name == "sha256"
    assert start == now.replace(microsecond=0)
    assert end == start.replace(year=start.year + 5)
    assert certificate.serial_number.bit_length() > 128
    public_key.verify(
        certificate.signature,
        certificate.tbs_certificate_bytes,
        padding.PKCS1v15(),
        certificate.signature_hash_algorithm,
    )
    loaded = serialization.load_pem_private_key(pair.private_key_pem.encode(), None)
    assert loaded.public_key() == public_key


async def test_a_certificate_begun_on_the_29th_of_february_ends_on_the_28th() -> None:
    leap_day = utc_now().replace(year=2028, month=2, day=29)
    pair = certify(small_key(), organization="Acme", now=leap_day)

    assert (pair.expires.year, pair.expires.month, pair.expires.day) == (2033, 2, 28)


async def test_the_key_maker_keeps_a_spare_and_never_gives_a_key_twice() -> None:
    made = []

    def generate() -> rsa.RSAPrivateKey:
        made.append(rsa.generate_private_key(public_exponent=65537, key_size=1024))  # noqa: S505
        return made[-1]

    maker = KeyMaker(generate)
    maker.prepare()
    keys = [await maker.take() for _ in range(3)]
    maker.close()

    assert len({key.private_numbers().d for key in keys}) == 3
    assert 3 <= len(made) <= 4


async def test_creating_gives_a_certificate_that_begins_before_the_application(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    certificate = certificate_of(made)

    assert certificate.subject.rfc4514_string() == SUBJECT
    assert certificate.not_valid_before_utc.isoformat() < made["created"].replace("Z", "+00:00")
    expires = certificate.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert made["sso"]["idpCertExpirationAt"] == expires


async def test_the_private_key_is_never_shown(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()

    assert made["config"]["idpPrivateKey"]["value"] == ""
    assert sandbox.application(made["_id"]).private_key_pem


async def test_sending_the_certificate_back_keeps_it_and_leaving_it_out_makes_a_new_one(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    config = made["config"]
    kept = (await put(sandbox, made, config)).json()
    without = {key: entry for key, entry in config.items() if key != "idpCertificate"}
    renewed = (await put(sandbox, made, without)).json()

    assert certificate_of(kept) == certificate_of(made)
    assert certificate_of(renewed) != certificate_of(made)


async def test_settings_it_does_not_know_stay_only_if_they_are_sent_back(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    foreign = {"authClaimConfiguration": {"type": "x", "value": {"mfa": [1]}, "position": 21}}
    sandbox.application(made["_id"]).foreign = dict(foreign)
    shown = (await sandbox.client.get(f"/api/applications/{made['_id']}")).json()["config"]
    assert shown["authClaimConfiguration"] == foreign["authClaimConfiguration"]

    kept = (await put(sandbox, made, shown)).json()["config"]
    assert kept["authClaimConfiguration"] == foreign["authClaimConfiguration"]
    lost = (await put(sandbox, made, made["config"])).json()["config"]
    assert "authClaimConfiguration" not in lost


@pytest.mark.parametrize("key", ["idpCertificate", "idpPrivateKey"])
async def test_an_empty_certificate_or_key_fails_every_time(
    sandbox: JumpCloudSandbox, key: str
) -> None:
    config = sandbox.body()["config"] | {key: {"value": "", "required": True}}
    for _ in range(3):
        answer = await sandbox.client.post("/api/applications", json=sandbox.body(config=config))
        assert answer.status_code == 503
    assert not sandbox.store.world.applications


async def test_a_certificate_stored_as_plain_pem_breaks_the_metadata(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    pem = base64.b64decode(made["config"]["idpCertificate"]["value"]).decode()
    stored = (await put(sandbox, made, made["config"] | {"idpCertificate": {"value": pem}})).json()
    answer = await sandbox.client.get(metadata_path(sandbox, made))

    assert stored["config"]["idpCertificate"]["value"] == pem
    assert answer.status_code == 500


async def test_an_uploaded_certificate_takes_its_key_along_or_clears_it(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    pair = certify(small_key(), organization="Own", now=utc_now())
    key = base64.b64encode(pair.private_key_pem.encode()).decode()
    config = made["config"] | {"idpCertificate": {"value": pair.certificate_value}}

    await put(sandbox, made, config | {"idpPrivateKey": {"value": key}})
    assert sandbox.store.signing_key(sandbox.application(made["_id"])) is not None

    other = certify(small_key(), organization="Other", now=utc_now())
    await put(sandbox, made, config | {"idpCertificate": {"value": other.certificate_value}})
    assert sandbox.store.signing_key(sandbox.application(made["_id"])) is None


async def test_a_key_of_another_certificate_is_refused(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    pair = certify(small_key(), organization="Own", now=utc_now())
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    other = certify(stranger, organization="Own", now=utc_now())
    key = base64.b64encode(other.private_key_pem.encode()).decode()
    config = made["config"] | {
        "idpCertificate": {"value": pair.certificate_value},
        "idpPrivateKey": {"value": key},
    }
    answer = await put(sandbox, made, config)

    assert answer.status_code == 400
    assert sandbox.application(made["_id"]).certificate_pem != pair.certificate_pem


async def test_the_metadata_names_the_entity_the_certificate_and_the_address(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    answer = await sandbox.client.get(metadata_path(sandbox, made))
    root = await metadata_of(sandbox, made)
    certificate = next(root.iter("{http://www.w3.org/2000/09/xmldsig#}X509Certificate")).text
    [service] = root.iter(f"{METADATA}SingleSignOnService")

    assert "\n" not in answer.text
    assert root.get("entityID") == made["ssoUrl"]
    assert x509.load_der_x509_certificate(base64.b64decode(certificate or "")) == certificate_of(
        made
    )
    assert service.get("Location") == made["ssoUrl"]
    assert service.get("Binding") == "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
    name_id_format = root.findtext(f".//{METADATA}NameIDFormat")
    assert name_id_format == "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"


async def test_the_metadata_declares_redirect_only_when_told_to(
    sandbox: JumpCloudSandbox,
) -> None:
    config = sandbox.body()["config"] | {"declareRedirectEndpoint": {"value": True}}
    root = await metadata_of(sandbox, await sandbox.create(config=config))
    bindings = [each.get("Binding", "") for each in root.iter(f"{METADATA}SingleSignOnService")]

    assert [each.rpartition(":")[2] for each in bindings] == ["HTTP-POST", "HTTP-Redirect"]


async def test_any_text_survives_as_entity_id(sandbox: JumpCloudSandbox) -> None:
    odd = "IdP \"Entity\" <ID> & 'more'"
    config = sandbox.body()["config"] | {"idpEntityId": {"value": odd}}
    root = await metadata_of(sandbox, await sandbox.create(config=config))

    assert root.get("entityID") == odd


async def test_the_metadata_needs_the_key_and_the_right_organisation(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    path = metadata_path(sandbox, made)
    elsewhere = path.replace(sandbox.ready.organization, "b" * 24)
    stranger = {"x-org-id": "c" * 24}

    assert (await sandbox.client.get(path, headers={"x-api-key": ""})).status_code == 401
    assert (await sandbox.client.get(elsewhere)).status_code == 404
    assert (await sandbox.client.get(path, headers=stranger)).status_code == 404
    own = {"x-org-id": sandbox.ready.organization}
    assert (await sandbox.client.get(path, headers=own)).status_code == 200


async def test_the_metadata_is_like_a_real_one(sandbox: JumpCloudSandbox) -> None:
    real_file = DATA / "metadata" / "01-filestorage-JumpCloud-saml2-metadata.xml"
    if not real_file.exists():
        pytest.skip("../shared is absent: it holds a real metadata document to compare with")
    email = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
    config = sandbox.body()["config"] | {"overrideNameIdFormat": {"value": email}}
    made = await sandbox.create(config=config)
    ours = (await sandbox.client.get(metadata_path(sandbox, made))).text
    real = real_file.read_text("utf-8")

    assert shape(ours) == shape(real)


def shape(document: str) -> str:
    """Blank out what differs between any two applications."""
    root = ET.fromstring(document)  # noqa: S314 - ours, and one of ../shared
    for element in root.iter():
        if element.tag.endswith("X509Certificate"):
            assert element.text
            document = document.replace(element.text, "…")
        if location := element.get("Location"):
            document = document.replace(f'Location="{location}"', 'Location="…"')
    return document.strip().replace(f'entityID="{root.get("entityID")}"', 'entityID="…"')


async def test_the_copied_address_gives_the_metadata_to_everybody(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    url = public_url(sandbox.application(made["_id"]))
    answer = await sandbox.client.get(url, headers={"x-api-key": ""})

    assert answer.text == (await sandbox.client.get(metadata_path(sandbox, made))).text
    assert made["_id"] not in url
    assert (await sandbox.client.get("/metadata/guessed")).status_code == 404


async def test_the_copied_address_may_ask_for_a_key(sandbox: JumpCloudSandbox) -> None:
    sandbox.store.set_faults([Fault.METADATA_NEEDS_KEY])
    made = await sandbox.create()
    url = public_url(sandbox.application(made["_id"]))

    assert (await sandbox.client.get(url, headers={"x-api-key": ""})).status_code == 401
    assert (await sandbox.client.get(url)).status_code == 200


def public_url(application: Application) -> str:
    return f"/metadata/{application.metadata_token}"
