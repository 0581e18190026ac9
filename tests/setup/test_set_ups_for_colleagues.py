"""A set-up file for a colleague: what can be proposed goes along, everything else stays here."""

import json

import msgspec
import pytest
from msgspec.structs import replace

from deskpro_sso_gui.setup.from_file import as_opened, to_hand_on
from deskpro_sso_gui.setup.parts import DeskproAccounts
from deskpro_sso_gui.setup.record import SetupRecord, decode, encode
from deskpro_sso_gui.setup.stages import StageId
from tests.support.records import NOW, by_hand_until, done_until
from tests.support.summaries import RECORDS


def handed_on(record: SetupRecord) -> bytes:
    return encode(to_hand_on(record, record_id="abc", at=NOW))


@pytest.mark.parametrize("which", RECORDS)
def test_who_opens_it_is_proposed_what_the_set_up_itself_would(which: str) -> None:
    record = RECORDS[which]()
    told = decode(handed_on(record))
    opened, itself = (as_opened(each, record_id="new", at=NOW, file="f") for each in (told, record))
    assert opened == itself
    assert opened.opened is not None
    assert opened.practice is record.practice


def test_everything_worth_proposing_is_in_it() -> None:
    record = done_until(StageId.SUMMARY)
    opened = as_opened(decode(handed_on(record)), record_id="new", at=NOW, file="f").opened
    assert opened is not None
    assert record.helpdesk is not None
    assert record.service_provider is not None
    assert opened.helpdesk_url == record.helpdesk.url
    assert opened.tester == "ann@acme.example"
    assert opened.application_id == "application"
    assert opened.label == "DeskPRO"
    assert opened.suffix == "deskpro"
    assert opened.sp_entity_id == record.service_provider.sp_entity_id
    assert opened.acs_url == record.service_provider.acs_url
    assert opened.pending


def test_by_hand_the_organisation_and_its_place_go_along() -> None:
    opened = decode(handed_on(by_hand_until(StageId.VALIDATE))).opened
    assert opened is not None
    assert opened.organization == "Acme Inc"
    assert opened.region is not None


def test_what_is_of_this_computer_or_of_other_people_stays_here() -> None:
    record = RECORDS["finished"]()
    certificate = record.certificate
    assert certificate is not None
    record = replace(record, accounts=DeskproAccounts(by_key=True, owner="Olive Owner"))
    exported = replace(record.exports[0], folder="C:\\Users\\ann\\summary")
    record = replace(record, exports=(exported,))
    told = decode(handed_on(record))
    empty = SetupRecord(id="abc", created_at=NOW, changed_at=NOW)
    kept = {name for name in told.__struct_fields__ if getattr(told, name) != getattr(empty, name)}
    assert kept <= {"name", "practice", "validation", "opened"}
    assert told.validation.trials == ()
    text = handed_on(record).decode()
    for private in (
        record.id,
        "Users",
        "Olive",
        "admin@acme.example",
        certificate.sha256,
        "BEGIN CERTIFICATE",
        "/saml2/metadata/",
        "Support",
    ):
        assert private not in text, private


def test_it_is_a_set_up_file_like_any_other() -> None:
    document = json.loads(handed_on(done_until(StageId.VALIDATE)))
    assert document["version"] == 1
    assert "opened" in document
    assert msgspec.json.decode(handed_on(done_until(StageId.VALIDATE)), type=SetupRecord)
