"""A set-up without a key gets as far as any other, and says whose word it rests on."""

import pytest
from msgspec.structs import replace

from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.parts import ByHand
from deskpro_sso_gui.setup.progress import Status, metadata_confirms, next_stage, progress
from deskpro_sso_gui.setup.record import decode, encode
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.setup.values import Value
from tests.support.records import by_hand_until, certificate, done_until

ORDER = [stage.id for stage in STAGES]
WORDS = {StageId.PREREQUISITES, StageId.APPLICATION, StageId.JUMPCLOUD_SSO, StageId.ACCESS}


@pytest.mark.parametrize("last", [each for each in ORDER if each is not StageId.SUMMARY])
def test_every_stage_is_done_without_an_account(last: StageId) -> None:
    record = by_hand_until(last)
    assert record.account is None
    place = ORDER.index(last)
    standings = progress(record)
    done = [each for each in ORDER if standings[each].status is Status.DONE]
    assert done == ORDER[: place + 1]
    assert next_stage(record) is ORDER[place + 1]
    assert {each for each in done if standings[each].by_hand} == WORDS & set(done)
    assert decode(encode(record)) == record


def test_nothing_rests_on_a_word_where_a_key_was_used() -> None:
    assert not any(each.by_hand for each in progress(done_until(StageId.VALIDATE)).values())


def test_another_address_of_an_app_made_by_hand_makes_stale_what_was_taken_from_it() -> None:
    record = by_hand_until(StageId.VALIDATE)
    assert record.application is not None
    other = replace(record.application, idp_url=f"{record.application.idp_url}-2")
    standings = progress(replace(record, application=other))
    for stage in (StageId.JUMPCLOUD_SSO, StageId.CERTIFICATE, StageId.METADATA, StageId.ACCESS):
        assert standings[stage].status is Status.STALE
        assert Value.APPLICATION in standings[stage].changed


def test_the_region_is_the_keys_or_the_one_she_told() -> None:
    keyed = done_until(StageId.PREREQUISITES)
    assert keyed.region is Region.US
    told = replace(keyed, by_hand=ByHand(without_key=True, region=Region.EU))
    assert told.region is Region.EU
    assert told.slo_url == "https://console.eu.jumpcloud.com/userconsole/"
    assert not replace(told, by_hand=ByHand(without_key=True)).knows_jumpcloud


def test_the_metadata_confirms_address_name_and_certificate_and_nothing_less() -> None:
    record = by_hand_until(StageId.METADATA)
    assert metadata_confirms(record)
    assert record.application is not None
    assert record.metadata is not None
    otherwise = [
        replace(record, metadata=replace(record.metadata, entity_id="https://else.example")),
        replace(record, metadata=replace(record.metadata, idp_url="https://else.example")),
        replace(record, certificate=certificate("c", record)),
        replace(record, metadata=None),
    ]
    assert not any(map(metadata_confirms, otherwise))
    assert not metadata_confirms(done_until(StageId.METADATA))


def test_the_metadata_may_come_before_jumpclouds_name_was_entered() -> None:
    record = by_hand_until(StageId.METADATA)
    assert record.application is not None
    early = replace(record, applied=None, application=replace(record.application, idp_entity_id=""))
    assert progress(early)[StageId.METADATA].status is Status.DONE
    assert not metadata_confirms(early)
