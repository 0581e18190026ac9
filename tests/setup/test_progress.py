from typing import Any

import msgspec
import pytest

from deskpro_sso_gui.setup.facts import Interface, Organization, SsoMethod, UserTrouble
from deskpro_sso_gui.setup.gate import breaks_sign_in
from deskpro_sso_gui.setup.progress import (
    Status,
    flows_needed,
    holds,
    may_switch,
    must_set_back,
    next_stage,
    progress,
)
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.setup.values import Value
from tests.support.records import certificate, done_until, new_record, with_trial

ORDER = [stage.id for stage in STAGES]


def changed(record: SetupRecord, part: str, **values: Any) -> SetupRecord:
    new = msgspec.structs.replace(getattr(record, part), **values)
    return msgspec.structs.replace(record, **{part: new})


def with_status(record: SetupRecord, status: Status) -> set[StageId]:
    return {each.stage for each in progress(record).values() if each.status is status}


def test_a_new_set_up_can_begin_with_the_first_stage_only() -> None:
    record = new_record()
    assert with_status(record, Status.READY) == {StageId.PREREQUISITES}
    assert with_status(record, Status.TO_DO) == set(ORDER[1:])
    assert next_stage(record) is StageId.PREREQUISITES


@pytest.mark.parametrize("last", ORDER)
def test_each_stage_is_done_by_its_own_part_of_the_record(last: StageId) -> None:
    record = done_until(last)
    place = ORDER.index(last)
    assert with_status(record, Status.DONE) == set(ORDER[: place + 1])
    assert next_stage(record) is (ORDER[place + 1] if place + 1 < len(ORDER) else None)


def test_stages_come_in_the_order_of_the_article() -> None:
    assert list(progress(new_record())) == ORDER


def test_a_stage_is_ready_when_what_it_needs_is_there_although_others_are_not() -> None:
    record = done_until(StageId.APPLICATION)
    assert with_status(record, Status.READY) == {
        StageId.DESKPRO_ADD,
        StageId.CERTIFICATE,
        StageId.METADATA,
        StageId.ACCESS,
    }


@pytest.mark.parametrize(
    ("part", "values", "stale"),
    [
        (
            "service_provider",
            {"acs_url": "https://acme.example/saml/4/acs"},
            {StageId.JUMPCLOUD_SSO, StageId.VALIDATE, StageId.SUMMARY},
        ),
        (
            "service_provider",
            {"sp_entity_id": "https://acme.example/saml/4"},
            {
                StageId.JUMPCLOUD_SSO,
                StageId.DESKPRO_CONFIGURE,
                StageId.VALIDATE,
                StageId.SUMMARY,
            },
        ),
        (
            "helpdesk",
            {"interface": Interface.USERS},
            {StageId.DESKPRO_ADD, StageId.VALIDATE, StageId.SUMMARY},
        ),
        (
            "account",
            {"organization": Organization(id="another")},
            {StageId.APPLICATION, StageId.VALIDATE, StageId.SUMMARY},
        ),
        (
            "metadata",
            {"url": "https://sso.jumpcloud.com/saml2/metadata/2"},
            {StageId.DESKPRO_CONFIGURE, StageId.VALIDATE, StageId.SUMMARY},
        ),
        (
            "application",
            {"id": "another"},
            {
                StageId.JUMPCLOUD_SSO,
                StageId.CERTIFICATE,
                StageId.METADATA,
                StageId.ACCESS,
                StageId.VALIDATE,
                StageId.SUMMARY,
            },
        ),
    ],
)
def test_a_changed_value_makes_stale_what_was_done_with_the_old_one_and_no_more(
    part: str, values: dict[str, Any], stale: set[StageId]
) -> None:
    record = changed(done_until(StageId.SUMMARY), part, **values)
    assert with_status(record, Status.STALE) == stale
    # everyone is sent to JumpCloud: the form that lets people in comes back before all else
    assert must_set_back(record)
    assert next_stage(record) is StageId.VALIDATE
    back = changed(record, "validation", sso_method=SsoMethod.DISABLED)
    assert next_stage(back) is min(stale, key=ORDER.index)


def test_a_stale_stage_says_which_value_changed() -> None:
    record = done_until(StageId.SUMMARY)
    record = msgspec.structs.replace(record, certificate=certificate("c", record))
    found = progress(record)
    assert found[StageId.METADATA].changed == (Value.CERTIFICATE,)
    assert found[StageId.VALIDATE].changed == (Value.CERTIFICATE,)
    assert found[StageId.VALIDATE].status is Status.STALE
    assert not may_switch(record)


def test_a_value_set_back_makes_what_was_proven_hold_again() -> None:
    before = done_until(StageId.SUMMARY)
    there = changed(before, "service_provider", acs_url="https://elsewhere.example/acs")
    assert with_status(there, Status.STALE)
    assert service_provider_back(there, before) == before
    assert next_stage(service_provider_back(there, before)) is None


def service_provider_back(record: SetupRecord, earlier: SetupRecord) -> SetupRecord:
    return msgspec.structs.replace(record, service_provider=earlier.service_provider)


def test_a_value_that_was_not_known_at_the_trial_makes_the_trial_stale() -> None:
    known = done_until(StageId.ACCESS)
    without_address = changed(known, "metadata", url="")
    tried = with_trial(with_trial(without_address, Flow.FROM_DESKPRO), Flow.FROM_JUMPCLOUD)
    tried = changed(tried, "validation", stays_with_button=True)
    assert progress(tried)[StageId.VALIDATE].status is Status.DONE
    assert known.metadata
    now = changed(tried, "metadata", url=known.metadata.url)
    assert not may_switch(now)
    assert progress(now)[StageId.VALIDATE].status is Status.STALE
    assert progress(now)[StageId.VALIDATE].changed == (Value.METADATA_URL,)


@pytest.mark.parametrize(
    ("stage", "part", "values"),
    [
        (StageId.PREREQUISITES, "helpdesk", {"is_deskpro": False}),
        (StageId.PREREQUISITES, "tester", {"trouble": UserTrouble.SUSPENDED}),
        (StageId.CERTIFICATE, "certificate", {"matches_jumpcloud": False}),
        (StageId.CERTIFICATE, "certificate", {"matches_metadata": False}),
        (StageId.METADATA, "metadata", {"certificate_sha256": "c" * 64}),
        (StageId.METADATA, "metadata", {"idp_url": "https://sso.jumpcloud.com/saml2/other"}),
        (StageId.DESKPRO_CONFIGURE, "deskpro", {"request_agrees": False}),
        (StageId.DESKPRO_CONFIGURE, "deskpro", {"source_seen": False}),
        (StageId.ACCESS, "access", {"tester_included": False}),
    ],
)
def test_what_does_not_agree_needs_attention(
    stage: StageId, part: str, values: dict[str, Any]
) -> None:
    record = changed(done_until(StageId.ACCESS), part, **values)
    assert with_status(record, Status.NEEDS_ATTENTION) == {stage}
    assert next_stage(record) is stage


@pytest.mark.parametrize(
    ("stage", "part", "values"),
    [
        (StageId.DESKPRO_CONFIGURE, "deskpro", {"saved": False}),
        (StageId.ACCESS, "access", {"groups": ()}),
    ],
)
def test_a_stage_that_was_only_begun_is_not_done(
    stage: StageId, part: str, values: dict[str, Any]
) -> None:
    record = changed(done_until(StageId.ACCESS), part, **values)
    assert progress(record)[stage].status is Status.READY


def test_automatic_is_offered_only_after_both_sign_ins_were_issued_and_accepted() -> None:
    record = done_until(StageId.ACCESS)
    assert not may_switch(record)
    record = with_trial(record, Flow.FROM_DESKPRO)
    assert not may_switch(record)
    record = with_trial(record, Flow.FROM_JUMPCLOUD, accepted=False)
    assert not may_switch(record)
    record = with_trial(record, Flow.FROM_JUMPCLOUD)
    assert may_switch(record)


def test_a_later_failure_takes_back_an_earlier_proof() -> None:
    record = with_trial(done_until(StageId.ACCESS), Flow.FROM_DESKPRO)
    assert holds(record, Flow.FROM_DESKPRO)
    record = with_trial(record, Flow.FROM_DESKPRO, accepted=False, failure="Access denied")
    assert not holds(record, Flow.FROM_DESKPRO)
    assert progress(record)[StageId.VALIDATE].status is Status.NEEDS_ATTENTION


def test_a_hidden_tile_needs_no_sign_in_from_the_portal() -> None:
    record = changed(done_until(StageId.ACCESS), "application", hidden=True)
    assert flows_needed(record) == (Flow.FROM_DESKPRO,)
    assert may_switch(with_trial(record, Flow.FROM_DESKPRO))


def test_both_ends_are_finished_staying_with_the_button_and_switching() -> None:
    tried = with_trial(
        with_trial(done_until(StageId.ACCESS), Flow.FROM_DESKPRO), Flow.FROM_JUMPCLOUD
    )
    assert progress(tried)[StageId.VALIDATE].status is Status.READY
    stays = changed(tried, "validation", stays_with_button=True)
    assert progress(stays)[StageId.VALIDATE].status is Status.DONE
    switched = changed(tried, "validation", sso_method=SsoMethod.AUTOMATIC)
    assert progress(switched)[StageId.VALIDATE].status is Status.READY
    assert progress(with_trial(switched, Flow.AFTER_SWITCH))[StageId.VALIDATE].status is Status.DONE


@pytest.mark.parametrize(
    "values", [{"entity_id": "https://other.example"}, {"idp_url": "https://other.example"}]
)
def test_metadata_that_names_another_application_needs_attention(values: dict[str, str]) -> None:
    record = changed(done_until(StageId.METADATA), "metadata", **values)
    assert progress(record)[StageId.METADATA].status is Status.NEEDS_ATTENTION


def test_nobody_may_switch_when_jumpcloud_has_another_certificate() -> None:
    record = done_until(StageId.VALIDATE)
    assert may_switch(record)
    assert not may_switch(changed(record, "certificate", matches_jumpcloud=False))


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("certificate", {"matches_jumpcloud": False}),
        ("validation", {"sso_method": SsoMethod.DISABLED, "seen_automatic": True}),
    ],
)
def test_a_finished_set_up_that_has_to_be_set_back_is_not_done(
    part: str, values: dict[str, object]
) -> None:
    record = changed(
        with_trial(done_until(StageId.VALIDATE), Flow.AFTER_SWITCH),
        "validation",
        sso_method=SsoMethod.AUTOMATIC,
    )
    assert progress(record)[StageId.VALIDATE].status is Status.DONE
    record = changed(record, part, **values)
    assert must_set_back(record)
    assert progress(record)[StageId.VALIDATE].status is Status.NEEDS_ATTENTION
    assert next_stage(record) is StageId.VALIDATE
    assert breaks_sign_in(record)


def test_a_summary_is_written_again_when_more_was_done_since() -> None:
    record = done_until(StageId.SUMMARY)
    last = msgspec.structs.replace(record.exports[-1], of=record.digest())
    record = msgspec.structs.replace(record, exports=(last,))
    assert progress(record)[StageId.SUMMARY].status is Status.DONE
    record = changed(record, "validation", sso_method=SsoMethod.DISABLED, stays_with_button=True)
    assert progress(record)[StageId.SUMMARY].status is Status.READY
    record = changed(record, "metadata", url="https://sso.jumpcloud.com/saml2/metadata/2")
    assert progress(record)[StageId.SUMMARY].status is Status.STALE
