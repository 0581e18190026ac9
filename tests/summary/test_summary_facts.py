from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from deskpro_sso_gui.setup.facts import Administrator, SsoMethod
from deskpro_sso_gui.setup.parts import Helpdesk
from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow, Validation
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.model import ProofState, Summary

replace = msgspec.structs.replace


def test_a_finished_set_up_has_nothing_left_and_names_the_method(
    finished: SetupRecord, now: datetime
) -> None:
    facts = summary_facts(finished, now=now)
    assert facts.finished
    assert facts.remaining == ()
    assert "Automatic" in facts.headline
    done = [stage for stage in facts.stages if stage.status is Status.DONE]
    assert [stage.id for stage in done] == [s for s in StageId if s is not StageId.SUMMARY]
    assert [proof.state for proof in facts.proofs] == [ProofState.PROVEN] * 3


def test_staying_with_the_button_is_finished_too(finished: SetupRecord, now: datetime) -> None:
    trials = tuple(t for t in finished.validation.trials if t.flow is not Flow.AFTER_SWITCH)
    record = replace(finished, validation=Validation(trials=trials, stays_with_button=True))
    facts = summary_facts(record, now=now)
    assert facts.finished
    assert "button" in facts.headline
    assert [proof.flow for proof in facts.proofs] == [Flow.FROM_DESKPRO, Flow.FROM_JUMPCLOUD]
    assert facts.settings[-1].value == "Disabled"


def test_a_new_set_up_lists_every_stage_as_left_for_a_person(
    begun: SetupRecord, now: datetime
) -> None:
    facts = summary_facts(begun, now=now)
    assert not facts.finished
    left = [task.stage for task in facts.remaining]
    assert left == [stage for stage in StageId if stage is not StageId.SUMMARY]
    assert facts.dates == ()
    assert {proof.state for proof in facts.proofs} == {ProofState.NOT_TRIED}
    assert not any(proof.issued or proof.accepted for proof in facts.proofs)


def test_the_six_settings_stand_in_the_order_of_the_form_and_say_where_missing_ones_are(
    begun: SetupRecord, finished: SetupRecord, now: datetime
) -> None:
    settings = summary_facts(finished, now=now).settings
    assert [setting.horizon for setting in settings] == [
        "Single Sign On URL",
        "Single Log Off URL",
        "Issuer XML metadata URL",
        "Name ID Format",
        "Login Button Text",
        "SSO method",
    ]
    assert [setting.value for setting in settings][:3] == [
        "https://sso.jumpcloud.com/saml2/deskpro",
        "https://console.jumpcloud.com/userconsole/",
        "https://sso.jumpcloud.com/saml2/metadata/t0",
    ]
    assert settings[5].value == "Automatic"
    missing = {s.key: s.missing for s in summary_facts(begun, now=now).settings if not s.value}
    assert missing.keys() == {"single-sign-on-url", "metadata-url"}
    assert "Copy Metadata URL" in missing["metadata-url"]


def test_a_proof_made_with_other_values_is_to_be_tried_again(
    finished: SetupRecord, now: datetime
) -> None:
    assert finished.service_provider is not None
    provider = replace(finished.service_provider, acs_url="https://acme.deskpro.com/acs/4")
    facts = summary_facts(replace(finished, service_provider=provider), now=now)
    assert {proof.state for proof in facts.proofs} == {ProofState.STALE}
    assert "DeskPRO's return address" in facts.proofs[0].note
    stages = {stage.id: stage for stage in facts.stages}
    assert stages[StageId.JUMPCLOUD_SSO].status is Status.STALE
    assert "DeskPRO's return address" in stages[StageId.JUMPCLOUD_SSO].note
    assert StageId.VALIDATE in {task.stage for task in facts.remaining}
    # the set-up is switched to Automatic, so that comes before everything else
    assert facts.remaining[0].stage is StageId.VALIDATE
    assert facts.remaining[0].text == "First: set DeskPRO back to Disabled"
    button = replace(finished.validation, sso_method=SsoMethod.DISABLED, stays_with_button=True)
    record = replace(finished, service_provider=provider, validation=button)
    assert "First" not in summary_facts(record, now=now).remaining[0].text


def test_a_value_that_came_after_the_proof_is_named_too(
    finished: SetupRecord, now: datetime
) -> None:
    known = finished.basis(StageId.VALIDATE)
    del known[Value.METADATA_URL]
    trials = tuple(replace(trial, basis=known) for trial in finished.validation.trials)
    validation = replace(finished.validation, trials=trials)
    proof = summary_facts(replace(finished, validation=validation), now=now).proofs[0]
    assert proof.state is ProofState.STALE
    assert "metadata address" in proof.note


def test_each_half_of_a_proof_says_what_it_rests_on_and_when(
    finished: SetupRecord, now: datetime
) -> None:
    proof = summary_facts(finished, now=now).proofs[0]
    assert proof.issued is not None
    assert proof.accepted is not None
    assert (proof.issued.evidence, proof.issued.at) == (Evidence.EVENT, now + timedelta(minutes=1))
    assert "JumpCloud's list of sign-ins" in proof.issued.words
    assert "confirmed by the administrator" in proof.accepted.words
    assert "Ann Example" in proof.note


def test_a_refused_sign_in_keeps_jumpclouds_words(finished: SetupRecord, now: datetime) -> None:
    trial = replace(
        finished.validation.trials[0], accepted_at=None, accepted_by=None, failure="not permitted"
    )
    record = replace(finished, validation=Validation(trials=(trial,)))
    proof = summary_facts(record, now=now).proofs[0]
    assert proof.state is ProofState.FAILED
    assert "not permitted" in proof.note


def test_dates_lead_up_to_the_end_of_the_certificate(finished: SetupRecord) -> None:
    facts = summary_facts(finished, now=datetime(2031, 11, 1, tzinfo=UTC))
    assert [(entry.on, entry.days_before, entry.past) for entry in facts.dates] == [
        (date(2031, 9, 24), 60, True),
        (date(2031, 10, 24), 30, True),
        (date(2031, 11, 16), 7, False),
        (date(2031, 11, 22), 1, False),
        (date(2031, 11, 23), 0, False),
    ]


def test_a_key_that_runs_out_is_a_date_to_remember(finished: SetupRecord, now: datetime) -> None:
    assert finished.account is not None
    administrator = Administrator(email="a@acme.example", key_expires_at=now + timedelta(days=9))
    account = replace(finished.account, administrator=administrator)
    facts = summary_facts(replace(finished, account=account), now=now)
    assert facts.dates[0].key == "key_expires"
    assert facts.dates[0].on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("url", "ways"),
    [
        ("https://acme.deskpro.com", ["open_session", "second_administrator", "cloud"]),
        (
            "https://help.acme.example",
            ["open_session", "second_administrator", "on_premise", "cloud"],
        ),
    ],
)
def test_the_way_back_fits_where_the_helpdesk_lives(
    finished: SetupRecord, now: datetime, url: str, ways: list[str]
) -> None:
    record = replace(finished, helpdesk=Helpdesk(url=url, is_deskpro=True))
    facts = summary_facts(record, now=now)
    assert [way.key for way in facts.ways_back] == ways
    commands = [way.command for way in facts.ways_back if way.command]
    expected = ["sudo opc inst -i {helpdeskID} login-token {email}"]
    assert commands == (expected if "on_premise" in ways else [])


def test_fingerprints_read_as_tools_print_them(finished: SetupRecord, now: datetime) -> None:
    values = {entry.key: entry.value for entry in summary_facts(finished, now=now).values}
    assert values["certificate_sha256"] == ":".join(["AB"] * 32)
    assert values["certificate_sha1"] == ":".join(["CD"] * 20)
    assert values["certificate_not_after"] == "23 November 2031"


def test_the_organisation_is_named_with_its_id_after_it(
    finished: SetupRecord, now: datetime
) -> None:
    values = {entry.key: entry.value for entry in summary_facts(finished, now=now).values}
    assert values["organization"] == "Acme Inc (5f1b2c3d4e5f6a7b8c9d0e1f)"


def test_an_unknown_method_is_not_taken_for_automatic(finished: SetupRecord, now: datetime) -> None:
    validation = replace(finished.validation, sso_method=SsoMethod.UNKNOWN)
    facts = summary_facts(replace(finished, validation=validation), now=now)
    assert facts.sso_method is SsoMethod.UNKNOWN
    assert facts.settings[5].value == "Disabled"


@pytest.mark.usefixtures("pseudo")
def test_every_text_is_looked_up(finished: SetupRecord, now: datetime) -> None:
    facts = summary_facts(finished, now=now)
    assert facts.language == "qps"
    for text in _own_words(facts):
        assert text.startswith("["), text


def _own_words(facts: Summary) -> list[str]:
    return [
        facts.title,
        facts.headline,
        *(entry.label for entry in (*facts.about, *facts.values)),
        *(stage.name for stage in facts.stages),
        *(stage.status_words for stage in facts.stages),
        *(setting.note for setting in facts.settings if setting.note),
        *(group.words for group in facts.access.groups),
        *facts.access.notes,
        *(proof.name for proof in facts.proofs),
        *(proof.state_words for proof in facts.proofs),
        *(way.text for way in facts.ways_back),
        *(day.label for day in facts.dates),
    ]


def test_what_one_side_did_not_tell_is_listed_and_nothing_else(
    begun: SetupRecord, finished: SetupRecord, now: datetime
) -> None:
    assert summary_facts(begun, now=now).unchecked == ()
    blind = summary_facts(finished, now=now).unchecked
    assert [words.partition(":")[0] for words in blind] == [
        "DeskPRO's own description (metadata) could not be read",
        "DeskPRO does not list its ways to sign in",
        "The request that DeskPRO sends to JumpCloud was not seen beforehand.",
    ]

    assert finished.service_provider is not None
    assert finished.deskpro is not None
    seen = replace(
        finished,
        service_provider=replace(finished.service_provider, metadata_read=True),
        deskpro=replace(finished.deskpro, source_seen=True, request_agrees=True),
    )
    assert summary_facts(seen, now=now).unchecked == ()

    told = tuple(replace(t, issued_by=Evidence.ADMIN) for t in seen.validation.trials[:1])
    trials = (*told, *seen.validation.trials[1:])
    by_word = replace(seen, validation=replace(seen.validation, trials=trials))
    (words,) = summary_facts(by_word, now=now).unchecked
    assert words.startswith("Begun with DeskPRO's sign-in button: ")
    assert "the administrator's word" in words
