"""The ``check`` command, run as people run it."""

import base64
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deskpro_sso_gui import texts
from deskpro_sso_gui.commands.check import KEYS, check
from deskpro_sso_gui.diagnosis.expectations import Expectations
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.setup.facts import User
from deskpro_sso_gui.setup.parts import ServiceProvider
from deskpro_sso_gui.setup.record import SetupRecord, encode
from tests.support.certificate_files import authority
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    SAMPLES,
    SP_ENTITY_ID,
    metadata_xml,
    needs_samples,
    request_xml,
    response_xml,
    signer,
    sp_metadata_xml,
)

ROOT = Path(__file__).parents[2]


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deskpro_sso_gui", "check", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env=os.environ | environment,
        timeout=60,
    )


def told(*files: Path, set_up: Path | None = None, **expected: Any) -> tuple[int, dict[str, Any]]:
    """Return exit code and JSON of a check in this process."""
    out = io.StringIO()
    code = check(files, expectations=Expectations(**expected), set_up=set_up, as_json=True, out=out)
    return code, json.loads(out.getvalue())


def spoken(*files: Path, set_up: Path | None = None, **expected: Any) -> tuple[int, str]:
    """Return exit code and words of a check in this process."""
    out = io.StringIO()
    code = check(
        files, expectations=Expectations(**expected), set_up=set_up, as_json=False, out=out
    )
    return code, out.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    contents = {
        "certificate.pem": signer().pem,
        "other.pem": signer("other").pem,
        "metadata.xml": metadata_xml(),
        "sp.xml": sp_metadata_xml(),
        "response.xml": response_xml(),
        "response.txt": base64.b64encode(
            response_xml(in_response_to="_request", wrapped={"in_response_to": "_request"})
        ),
        "request.xml": request_xml(),
        "key.pem": signer().private_pem,
        "empty.pem": b"",
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "page.pem": b"<!doctype html><title>Sign in</title>",
        "capture.har": b'{"log": {"version": "1.2", "entries": []}}',
        "attack.xml": b"<!DOCTYPE x>" + response_xml(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def real() -> tuple[Path, Path, Path]:
    return (
        SAMPLES / "metadata/05-ssoready-jumpcloud-metadata.xml",
        SAMPLES / "certs/05-ssoready-jumpcloud-metadata.cert0.pem",
        SAMPLES / "assertions/ssoready-jumpcloud-response.xml",
    )


@needs_samples
def test_the_real_three_belong_together() -> None:
    done = run(*real())

    assert done.returncode == 0, done.stderr
    assert "These three belong together. The signature is good." in done.stdout
    assert "judged at the time it was made, 2023-11-18 16:43:05 UTC" in done.stdout
    assert done.stderr == ""


@needs_samples
def test_the_real_three_in_json() -> None:
    done = run("--json", *real())

    document = json.loads(done.stdout)
    assert done.returncode == 0
    assert document["headline"] is None
    assert [file["kind"] for file in document["files"]] == [
        "idp-metadata",
        "certificate",
        "saml-response",
    ]
    facts = document["files"][2]["facts"]
    assert facts["signature_good"] is True
    assert facts["checked_with"] == "certificate"
    assert facts["judged_at"] == "2023-11-18T16:43:05.562000Z"
    assert facts["judged_at_is"] == "issue-instant"
    assert {finding["level"] for finding in document["findings"]} <= {"C"}


@needs_samples
def test_another_real_certificate_does_not_belong() -> None:
    metadata, _, response = real()
    other = SAMPLES / "certs/01-filestorage-JumpCloud-saml2-metadata.cert0.pem"

    words, document = run(metadata, other, response), run("--json", metadata, other, response)

    assert words.returncode == document.returncode == 1
    assert "These files do not belong together." in words.stdout
    assert "This is the cause (S16)" in words.stdout
    assert json.loads(document.stdout)["headline"] == "S16"


@needs_samples
@pytest.mark.parametrize("name", ["01", "02", "03"])
def test_the_other_real_metadata_has_its_certificate(name: str) -> None:
    [metadata] = (SAMPLES / "metadata").glob(f"{name}*.xml")
    [certificate] = (SAMPLES / "certs").glob(f"{name}*.pem")

    code, document = told(metadata, certificate, now=datetime(2022, 12, 1, tzinfo=UTC))

    assert code == 0
    found = {finding["condition"]: finding["level"] for finding in document["findings"]}
    # what the reference says of these three samples, and nothing else
    assert (
        set(found)
        == {
            "01": {*["M10", "M13", "M15"]},
            "02": {*["M10", "M13", "M15"]},
            "03": {*["M13", "M15"]},
        }[name]
    )
    assert set(found.values()) == {"C"}


def test_the_shape_of_json_is_the_documented_one(files: dict[str, Path]) -> None:
    _, document = told(files["response.xml"], sp_entity_id="https://other.example/")

    assert set(document) == {"files", "findings", "headline"}
    [file] = document["files"]
    assert set(file) == {"path", "kind", "facts", "repairs"}
    assert file["repairs"] == []
    [finding] = document["findings"]
    assert finding | {"text": ""} == {
        "condition": "S5",
        "level": "A",
        "side": "jumpcloud",
        "stage": "jumpcloud-sso",
        "saw": SP_ENTITY_ID,
        "expected": "https://other.example/",
        "text": "",
    }
    assert document["headline"] == "S5"
    assert "meant for somebody else" in finding["text"]
    assert "SP Entity ID" in finding["text"]


def test_every_kind_of_file_has_facts(files: dict[str, Path]) -> None:
    names = ("certificate.pem", "metadata.xml", "sp.xml", "response.txt", "request.xml")

    code, document = told(
        *(files[name] for name in names), now=datetime(2026, 5, 4, 9, 31, tzinfo=UTC)
    )

    assert code == 0
    by_kind = {file["kind"]: file["facts"] for file in document["files"]}
    assert by_kind["certificate"]["organization"] == "Acme"
    assert by_kind["certificate"]["not_after"] == "2029-01-01T00:00:00Z"
    assert by_kind["idp-metadata"]["entity_id"] == IDP_URL
    assert by_kind["sp-metadata"]["acs"][0]["location"] == ACS_URL
    assert by_kind["saml-response"]["layers"] == ["base64"]
    assert by_kind["authn-request"]["issuer"] == SP_ENTITY_ID


def test_no_message_and_no_name_is_in_the_facts(files: dict[str, Path]) -> None:
    message = response_xml().decode()

    words, document = spoken(files["response.xml"])[1], json.dumps(told(files["response.xml"])[1])

    for text in (words, document):
        assert EMAIL not in text
        assert "<saml" not in text
        assert message[message.index("<ds:SignatureValue>") + 19 :][:60] not in text


def test_repairs_are_told(files: dict[str, Path]) -> None:
    files["certificate.pem"].write_bytes(signer().pem.replace(b"\n", b"\r\n"))

    _, document = told(files["certificate.pem"])

    assert document["files"][0]["repairs"] == ["line-ends"]
    assert "To read it:" in spoken(files["certificate.pem"])[1]


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("picture.png", "unknown", "looks like a picture"),
    ],
)
def test_a_file_that_can_not_be_judged_is_named_and_exits_2(
    files: dict[str, Path], name: str, kind: str, says: str
) -> None:
    code, document = told(files[name])
    words_code, words = spoken(files[name])

    assert code == words_code == 2
    assert document["files"][0]["kind"] == kind
    assert document["headline"] is None
    assert says in words


@pytest.mark.parametrize(
    ("name", "kind", "condition", "says"),
    [
        ("key.pem", "private-key", "C1", "Never send it to anybody"),
        ("empty.pem", "empty", "C13", "may not have finished"),
        ("page.pem", "html", "C11", "sign-in page"),
        ("attack.xml", "saml-response", "S27", "DOCTYPE"),
        ("capture.har", "har", "H9", "Nothing was recorded"),
    ],
)
def test_a_file_of_no_use_is_the_cause(
    files: dict[str, Path], name: str, kind: str, condition: str, says: str
) -> None:
    code, document = told(files[name])
    words_code, words = spoken(files[name])

    assert code == words_code == 1
    assert document["files"][0]["kind"] == kind
    assert document["headline"] == condition
    assert says in words


def test_a_private_key_is_named_by_its_form_and_nothing_of_it_is_told(
    files: dict[str, Path],
) -> None:
    _, document = told(files["key.pem"])

    assert document["files"][0]["facts"] == {"key_form": "pkcs8", "encrypted": False}
    lines = signer().private_pem.decode().splitlines()
    everything = json.dumps(document) + spoken(files["key.pem"])[1]
    assert not any(line in everything for line in lines)


def test_a_bundle_shows_every_certificate_and_the_clean_text_of_the_one_to_use(
    files: dict[str, Path],
) -> None:
    files["certificate.pem"].write_bytes(signer("other").pem + signer().pem)

    _, document = told(files["certificate.pem"], files["metadata.xml"])

    facts = document["files"][0]["facts"]
    assert [one["common_name"] for one in facts["certificates"]] == ["JumpCloudSAMLUser"] * 2
    assert facts["pem"].encode() == signer().pem
    assert document["headline"] == "C6"
    assert "Certificate 2" in spoken(files["certificate.pem"])[1]


def test_a_certificate_says_how_many_days_it_has_left(files: dict[str, Path]) -> None:
    def left(**moment: int) -> str:
        now = datetime(tzinfo=UTC, **{"year": 2028, "month": 12, **moment})
        return spoken(files["certificate.pem"], now=now)[1]

    assert "(31 days left)" in left(day=1)
    assert "(1 day left)" in left(day=31, hour=23)
    assert "(run out 2 days ago)" in left(year=2029, month=1, day=3)


def test_a_cut_off_certificate_says_how_much_is_missing(files: dict[str, Path]) -> None:
    files["certificate.pem"].write_bytes(signer().der[:-20])

    _, document = told(files["certificate.pem"])

    assert document["files"][0]["facts"] == {"problem": "truncated", "missing_bytes": 20}
    assert "20 bytes" in spoken(files["certificate.pem"])[1]


def test_a_file_that_is_not_there_is_reported_beside_the_others(files: dict[str, Path]) -> None:
    missing = files["metadata.xml"].with_name("missing.xml")

    code, document = told(missing, files["certificate.pem"])

    assert code == 2
    assert document["files"][0] == {
        "path": str(missing),
        "kind": "unknown",
        "facts": {"problem": "file-unreadable"},
        "repairs": [],
    }
    assert document["files"][1]["kind"] == "certificate"
    assert str(missing) in spoken(missing)[1]


def test_a_folder_is_reported(tmp_path: Path) -> None:
    assert told(tmp_path)[0] == 2


def test_something_wrong_goes_before_something_unseen(files: dict[str, Path]) -> None:
    code, _ = told(files["empty.pem"], files["other.pem"], files["metadata.xml"])

    assert code == 1


def test_nothing_wrong_with_a_single_file_is_said(files: dict[str, Path]) -> None:
    code, words = spoken(files["certificate.pem"], now=datetime(2026, 5, 4, tzinfo=UTC))

    assert code == 0
    assert "We found nothing wrong." in words


def test_a_saved_set_up_is_compared_with(files: dict[str, Path], tmp_path: Path) -> None:
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    record = SetupRecord(
        created_at=moment,
        changed_at=moment,
        service_provider=ServiceProvider(sp_entity_id=SP_ENTITY_ID, acs_url=f"{ACS_URL}4"),
        tester=User(id="u1", email=EMAIL),
    )
    saved = tmp_path / "set-up.json"
    saved.write_bytes(encode(record))

    code, document = told(files["response.xml"], set_up=saved)

    assert code == 1
    assert [one["condition"] for one in document["findings"]] == ["S7", "S8"]
    assert "The difference: the number in it." in document["findings"][0]["text"]


def test_an_expected_value_goes_before_the_set_ups(files: dict[str, Path], tmp_path: Path) -> None:
    moment = datetime(2026, 5, 4, tzinfo=UTC)
    provider = ServiceProvider(sp_entity_id="https://other.example/", acs_url=ACS_URL)
    record = SetupRecord(created_at=moment, changed_at=moment, service_provider=provider)
    saved = tmp_path / "set-up.json"
    saved.write_bytes(encode(record))

    assert told(files["response.xml"], set_up=saved)[0] == 1
    assert told(files["response.xml"], set_up=saved, sp_entity_id=SP_ENTITY_ID)[0] == 0


def test_a_set_up_that_can_not_be_read_exits_2(files: dict[str, Path], tmp_path: Path) -> None:
    saved = tmp_path / "set-up.json"
    saved.write_text("{}")

    code, words = spoken(files["certificate.pem"], set_up=saved)

    assert code == 2
    assert str(saved) in words


def test_expectations_are_given_on_the_command_line(files: dict[str, Path]) -> None:
    def with_expectation(*pairs: str) -> subprocess.CompletedProcess[str]:
        flags = [part for pair in pairs for part in ("--expect", pair)]
        return run("--json", *flags, files["response.xml"])

    def headline(*pairs: str) -> Any:
        return json.loads(with_expectation(*pairs).stdout)["headline"]

    assert headline(f"sp_entity_id={SP_ENTITY_ID}", f"acs_url={ACS_URL}") is None
    assert headline(f"certificate={files['other.pem']}") == "S16"
    assert headline(f"metadata={files['metadata.xml']}", "idp_url=https://x.example/") == "M7"
    assert headline("now=2026-05-04T12:00:00+02:00") == "S9"
    assert headline("now=2026-05-04T09:31:00") is None
    assert headline("email=bob@acme.example") == "S24"


def test_an_expected_certificate_may_come_in_a_chain(files: dict[str, Path]) -> None:
    chain = files["certificate.pem"].with_name("chain.pem")
    chain.write_bytes(authority().pem + signer().pem)

    done = run("--json", "--expect", f"certificate={chain}", files["response.xml"])

    assert json.loads(done.stdout)["files"][0]["facts"]["signature_good"] is True


@pytest.mark.parametrize(
    "pair", ["nothing", "colour=red", "now=tomorrow", "certificate=missing.pem", "metadata=."]
)
def test_an_expectation_that_can_not_be_read_exits_2(files: dict[str, Path], pair: str) -> None:
    done = run("--expect", pair, files["response.xml"])

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_file_says_can_not_steer_the_terminal(files: dict[str, Path]) -> None:
    files["metadata.xml"].write_bytes(
        metadata_xml(entity_id="a\N{RIGHT-TO-LEFT OVERRIDE}b").replace(
            b"/saml2/deskpro-acme", b"/&#x9b;31m"
        )
    )

    words = spoken(files["metadata.xml"])[1]

    assert "\x9b" not in words
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in words
    assert "a\N{REPLACEMENT CHARACTER}b" in words


def test_a_file_name_can_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x\x1b[2Jy.pem"
    path.write_bytes(signer().pem)

    assert "\x1b" not in spoken(path)[1]
    assert told(path)[1]["files"][0]["path"] == str(path)


def test_a_terminal_that_knows_ascii_only_gets_an_answer(files: dict[str, Path]) -> None:
    done = run(
        "--expect",
        "idp_entity_id=x",
        files["response.xml"],
        PYTHONIOENCODING="ascii",
        PYTHONUTF8="0",
    )

    assert done.returncode == 1
    assert "S4" in done.stdout


def test_words_are_said_in_the_language_in_use(files: dict[str, Path]) -> None:
    english = spoken(files["response.xml"], sp_entity_id="x")[1]
    texts.use(texts.PSEUDO)
    try:
        other = spoken(files["response.xml"], sp_entity_id="x")[1]
    finally:
        texts.use("en")

    assert "The signature is good." in english
    plain_lines = {line.strip() for line in english.splitlines() if line.strip()}
    left = plain_lines & {line.strip() for line in other.splitlines()}
    assert left <= {str(files["response.xml"])}


def test_help_says_every_key_and_the_exit_codes() -> None:
    done = run("--help")

    assert done.returncode == 0
    assert all(key in done.stdout for key in KEYS)
    assert "exit code" in done.stdout


def modules_of(*arguments: str | Path) -> set[str]:
    script = (
        "import sys\nfrom deskpro_sso_gui.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('loaded', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "check", *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
        timeout=60,
    )
    names = done.stdout.splitlines()[-1].split()
    return {name.partition(".")[0] for name in names}


def test_help_loads_no_library_and_a_check_never_loads_a_window(files: dict[str, Path]) -> None:
    assert not modules_of("--help") & {"cryptography", "lxml", "signxml", "msgspec", "PySide6"}

    loaded = modules_of(files["response.xml"], files["certificate.pem"])

    assert "lxml" in loaded
    assert not loaded & {"PySide6", "httpx", "keyring", "asyncio"}


def test_kinds_are_the_documented_ones() -> None:
    documented = (
        "certificate private-key pkcs7 pkcs12 csr public-key idp-metadata sp-metadata "
        "authn-request saml-response har saml-tracer html empty unknown"
    )

    assert [kind.value for kind in Kind] == documented.split()
