"""A copy to pass on keeps what explains a failure and holds nothing that lets anybody in."""

import base64
import binascii
import contextlib
import json
import re
import zlib
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from deskpro_sso_gui.saml.capture import read_capture
from deskpro_sso_gui.saml.conversation import MessageField
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.redaction import Removed, redact_capture, redact_message
from tests.support.captures import DESKPRO, Step, har, signed_in, tracer
from tests.support.judged import ids, judged
from tests.support.saml_documents import EMAIL, SP_ENTITY_ID, response_xml

TOKEN = "f3a9c1d2e4b5f6a7c8d9e0f1"
SECRETS = ("ann@", "secret-session-value", TOKEN, "hunter2", "dp_csrf_value", "10.11.12.13")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]{40,}")


def with_secrets() -> list[Step]:
    return [
        Step("GET", f"{DESKPRO}/reset/{TOKEN}?email={EMAIL}&token={TOKEN}#{TOKEN}", at=-30),
        Step(
            "POST",
            "https://ann:hunter2@console.jumpcloud.com/api/login",
            form=(("email", EMAIL), ("password", "hunter2")),
            headers=(("Authorization", f"Bearer {TOKEN}"), ("X-Csrf", "dp_csrf_value")),
            at=-25,
        ),
        *signed_in(),
        Step("GET", f"{DESKPRO}/agent/", body=f"<h1>Welcome {EMAIL}</h1>", at=3),
        Step("GET", f"{DESKPRO}/x", 500, body=f"no account for {EMAIL} from 10.11.12.13", at=4),
    ]


def layers(data: bytes) -> bytes:
    """Return a document with everything that is encoded in it laid open beside it."""
    opened = [data, unquote(data.decode()).encode()]
    for found in _BASE64.findall(opened[1]):
        with contextlib.suppress(binascii.Error, zlib.error):
            opened.append(base64.b64decode(found + b"=" * (-len(found) % 4)))
            opened.append(zlib.decompress(opened[-1], -15))
    return b"\n".join(opened)


ORIGINALS: dict[str, Callable[[], bytes]] = {
    "har": lambda: har(with_secrets()),
    "tracer": lambda: tracer(with_secrets()),
    "masked tracer": lambda: tracer(with_secrets(), masked=True),
}


@pytest.mark.parametrize("original", ORIGINALS)
def test_no_secret_is_in_a_copy_however_it_is_encoded(original: str) -> None:
    data = ORIGINALS[original]()
    assert any(secret.encode() in layers(data) for secret in SECRETS)

    copy = redact_capture(read_capture(data, identify(data))).data

    found = [secret for secret in SECRETS if secret.encode() in layers(copy)]
    assert found == []


def test_a_copy_tells_the_same_story() -> None:
    conversation = read_capture(har(signed_in()), Kind.HAR)

    copy = read_capture(redact_capture(conversation).data, Kind.HAR)

    for field in MessageField:
        assert [hop.status for hop in copy.sending(field)] == [
            hop.status for hop in conversation.sending(field)
        ]
    assert [hop.started for hop in copy.hops] == [hop.started for hop in conversation.hops]
    assert [hop.date for hop in copy.hops] == [hop.date for hop in conversation.hops]
    assert [hop.cookies_set for hop in copy.hops] == [hop.cookies_set for hop in conversation.hops]


def test_a_copy_shows_that_it_was_changed_so_that_nobody_signs_in_with_it() -> None:
    conversation = read_capture(har(signed_in()), Kind.HAR)

    assert ids(judged(redact_capture(conversation).data).findings)[0] == "S15"


def test_a_receipt_counts_what_was_removed() -> None:
    redaction = redact_capture(read_capture(har(with_secrets()), Kind.HAR))

    assert redaction.removed[Removed.COOKIES] == 2
    assert redaction.removed[Removed.PERSONAL] >= 2
    assert redaction.removed[Removed.REQUESTS] == 1
    assert Removed.MESSAGES not in redaction.removed
    assert not redaction.from_tracer


def test_a_message_keeps_its_addresses_and_loses_the_person() -> None:
    redaction = redact_message(response_xml())

    assert SP_ENTITY_ID.encode() in redaction.data
    assert EMAIL.encode() not in redaction.data
    assert b'SessionIndex="removed"' in redaction.data
    assert b"removed@removed.invalid" in redaction.data
    assert redaction.removed[Removed.PERSONAL] >= 3


def test_a_message_that_can_not_be_read_is_left_out() -> None:
    steps = [Step("POST", f"{DESKPRO}/x", form=(("SAMLResponse", "bm8gbWVzc2FnZQ" * 20),))]

    redaction = redact_capture(read_capture(har(steps), Kind.HAR))

    posted = json.loads(redaction.data)["log"]["entries"][0]["request"]["postData"]["params"]
    assert posted == [{"name": "SAMLResponse", "value": "removed"}]
    assert redaction.removed[Removed.MESSAGES] == 1
