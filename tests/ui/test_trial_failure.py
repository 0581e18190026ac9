"""Each refusal of JumpCloud is explained in words of ours, with what to do."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from deskpro_sso_gui.diagnosis.finding import Side
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.parts import DeskproAccounts, Noticed
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow, Trial
from deskpro_sso_gui.ui.pages.blocks.trial_failure import (
    JUMPCLOUD_SAYS,
    Explanation,
    causes,
    explain,
)
from tests.support.records import done_until

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DOCUMENTED = (
    "not authorized",
    "application unreachable",
    "authentication failed",
    "policy denied",
    "internal error",
    "invalid session",
    "user denied",
)
"""reference/jumpcloud-api.md §12."""


def failed(failure: str, by: Evidence = Evidence.ADMIN, *, issued: bool = False) -> Trial:
    issued_at = NOW if issued else None
    return Trial(
        flow=Flow.FROM_DESKPRO,
        started_at=NOW,
        issued_at=issued_at,
        failure=failure,
        failure_by=by,
    )


def explained(failure: str, by: Evidence, *, issued: bool = False) -> Explanation:
    return explain(failed(failure, by, issued=issued))


@pytest.mark.parametrize("words", DOCUMENTED)
@pytest.mark.parametrize("said", ["{}", "User {}.", "SSO_{}"])
def test_each_documented_refusal_has_its_own_explanation(words: str, said: str) -> None:
    text = said.format(words.capitalize())
    found = explained(text.replace(" ", "_") if "_" in said else text, Evidence.EVENT)
    assert found is JUMPCLOUD_SAYS[words]
    assert found.advice


def test_no_two_documented_refusals_are_explained_alike() -> None:
    assert len({JUMPCLOUD_SAYS[words].title for words in DOCUMENTED}) == len(DOCUMENTED)


def test_unknown_words_of_jumpcloud_are_not_taken_for_a_sign_in_it_never_saw() -> None:
    assert "words we do not know" in explained("Quota exhausted", Evidence.EVENT).title


def test_what_the_admin_saw_is_explained_by_the_half_that_is_missing() -> None:
    assert "saw no sign-in" in explained("a policy denied page", Evidence.ADMIN).title
    assert "DeskPRO did not" in explained("a blank page", Evidence.ADMIN, issued=True).title


def test_what_deskpro_shows_is_named_before_what_may_be() -> None:
    record = done_until(StageId.ACCESS)
    assert record.deskpro is not None
    seen = Noticed(condition="W5", level="A", stage=StageId.DESKPRO_CONFIGURE, saw="3")
    known = Noticed(condition="R10", variant="missing", level="C", stage=StageId.VALIDATE)
    record = replace(record, deskpro=replace(record.deskpro, noticed=(seen, known)))

    assert [each.condition for each in causes(record, failed("a form"))] == ["W5"]
    # JumpCloud's own words are nearer to the cause
    refused = failed("not authorized", Evidence.EVENT)
    assert causes(record, refused) == ()
    assert explain(refused).condition == "W1"
    assert explain(refused).side is Side.JUMPCLOUD


@pytest.mark.parametrize("interface", Interface)
def test_an_account_that_is_known_to_be_lacking_is_the_cause(interface: Interface) -> None:
    record = done_until(StageId.ACCESS)
    assert record.helpdesk is not None
    assert record.tester is not None
    email = record.tester.email
    accounts = DeskproAccounts(tester=email, tester_is_agent=False, tester_is_known=False)
    helpdesk = replace(record.helpdesk, interface=interface)
    record = replace(record, helpdesk=helpdesk, accounts=accounts)

    found = causes(record, failed("sorry", issued=True))
    assert [(each.condition, each.saw) for each in found] == [("W8", email)]
    # JumpCloud issued nothing, so DeskPRO was not asked for the account yet
    assert causes(record, failed("sorry")) == ()
    # said of somebody else
    other = replace(record, accounts=replace(accounts, tester="bob@acme.example"))
    assert causes(other, failed("sorry", issued=True)) == ()
