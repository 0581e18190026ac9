"""``check`` over recordings of a browser, and what it prepares for support."""

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from deskpro_sso_gui.commands.check import check
from deskpro_sso_gui.diagnosis.expectations import Expectations
from tests.support.captures import (
    DESKPRO,
    Step,
    answered_xml,
    changed,
    har,
    message_form,
    sanitised,
    signed_in,
    tracer,
)
from tests.support.saml_documents import ACS_URL, EMAIL, SP_ENTITY_ID, response_xml, signer


def told(
    folder: Path, content: bytes, support: Path | None = None, **expected: Any
) -> tuple[int, dict[str, Any]]:
    file, out = folder / "recording", io.StringIO()
    file.write_bytes(content)
    code = check(
        [file],
        expectations=Expectations(**expected),
        set_up=None,
        as_json=True,
        out=out,
        support=support,
    )
    return code, json.loads(out.getvalue())


def spoken(folder: Path, content: bytes, support: Path | None = None) -> tuple[int, str]:
    file, out = folder / "recording", io.StringIO()
    file.write_bytes(content)
    code = check(
        [file],
        expectations=Expectations(),
        set_up=None,
        as_json=False,
        out=out,
        support=support,
    )
    return code, out.getvalue()


def test_a_sign_in_that_worked_is_told_hop_by_hop(tmp_path: Path) -> None:
    code, document = told(tmp_path, har(signed_in()), sp_entity_id=SP_ENTITY_ID, acs_url=ACS_URL)

    facts = document["files"][0]["facts"]
    assert code == 0
    assert document["files"][0]["kind"] == "har"
    assert [hop["sent"] for hop in facts["hops"] if hop["sent"]] == [
        ["SAMLRequest"],
        ["SAMLRequest"],
        ["SAMLResponse"],
    ]
    assert facts["ended_at"] == f"{DESKPRO}/agent/"
    assert facts["responses"][0]["posted_to"] == ACS_URL
    assert facts["responses"][0]["judged_at_is"] == "posted"
    assert facts["responses"][0]["signature_good"]


def test_parameters_of_addresses_are_not_told(tmp_path: Path) -> None:
    steps = [Step("GET", f"{DESKPRO}/agent/?token=secret#more"), *signed_in()]

    code, words = spoken(tmp_path, har(steps))

    assert code == 0
    assert "secret" not in words
    assert "SAMLRequest=" not in words


def test_a_message_is_judged_when_it_was_posted_not_now(tmp_path: Path) -> None:
    steps = changed(signed_in(), ACS_URL, at=600)

    code, document = told(tmp_path, har(steps))

    assert code == 1
    assert document["headline"] == "S9"


def test_the_message_of_a_recording_is_compared_with_what_is_expected(tmp_path: Path) -> None:
    wrong = answered_xml(audience="https://acme.deskpro.com/saml/metadata/9.xml")

    code, document = told(tmp_path, har(signed_in(wrong)), sp_entity_id=SP_ENTITY_ID)

    assert code == 1
    assert document["headline"] == "S5"


def test_the_cause_goes_before_the_symptom(tmp_path: Path) -> None:
    wrong = answered_xml(audience="https://acme.deskpro.com/saml/metadata/9.xml")
    steps = changed(signed_in(wrong), ACS_URL, status=403, location="", body="Sorry")

    _, document = told(tmp_path, har(steps), sp_entity_id=SP_ENTITY_ID)

    conditions = [finding["condition"] for finding in document["findings"]]
    assert conditions[0] == "S5"
    assert "H4" in conditions


def test_it_says_what_a_recording_can_not_show(tmp_path: Path) -> None:
    _, without_cookies = spoken(tmp_path, sanitised(har(signed_in())))
    _, without_times = spoken(tmp_path, tracer(signed_in()))
    _, whole = spoken(tmp_path, har(signed_in()))

    assert "lost a cookie" in without_cookies
    assert "clocks differ" in without_times
    assert "lost a cookie" not in whole
    assert "clocks differ" not in whole


def test_a_masked_export_is_warned_of(tmp_path: Path) -> None:
    _, masked = spoken(tmp_path, tracer(signed_in(), masked=True))
    _, plain = spoken(tmp_path, tracer(signed_in()))

    assert "still in it" in masked
    assert "still in it" not in plain


def test_copies_and_a_receipt_are_written_for_support(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "support"

    code, words = spoken(tmp_path, har(signed_in()), folder)

    copy = (folder / "1-for-support.har").read_bytes()
    receipt = (folder / "receipt.txt").read_text()
    assert code == 0
    assert EMAIL.encode() not in copy
    assert b"secret-session-value" not in copy
    assert "cookies: 2" in receipt
    assert EMAIL not in receipt
    assert str(folder) in words
    assert stat.S_IMODE((folder / "receipt.txt").stat().st_mode) & 0o077 == 0


def test_json_stands_alone_beside_copies(tmp_path: Path) -> None:
    code, document = told(tmp_path, har(signed_in()), tmp_path / "support")

    assert code == 0
    assert document["headline"] is None
    assert (tmp_path / "support" / "1-for-support.har").is_file()


def test_a_message_on_its_own_is_copied_as_xml(tmp_path: Path) -> None:
    spoken(tmp_path, response_xml(), tmp_path / "support")

    copy = (tmp_path / "support" / "1-for-support.xml").read_bytes()
    assert copy.startswith(b"<samlp:Response")
    assert EMAIL.encode() not in copy


@pytest.mark.parametrize("content", [signer().private_pem, b"anything"])
def test_of_keys_and_unknown_files_no_copy_is_made(tmp_path: Path, content: bytes) -> None:
    spoken(tmp_path, content, tmp_path / "support")

    assert [file.name for file in (tmp_path / "support").iterdir()] == ["receipt.txt"]
    assert "No copy" in (tmp_path / "support" / "receipt.txt").read_text()


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    code, words = spoken(tmp_path, har(signed_in()), tmp_path / "file" / "support")

    assert code == 2
    assert "support" in words


def test_two_posts_of_one_message_are_two_messages(tmp_path: Path) -> None:
    again = Step("POST", ACS_URL, 302, form=message_form(answered_xml()), location="/", at=3)

    _, document = told(tmp_path, har([*signed_in(), again]))

    assert len(document["files"][0]["facts"]["responses"]) == 2
