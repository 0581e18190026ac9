"""Each refusal of JumpCloud is explained in words of ours, with what to do."""

from datetime import UTC, datetime

import pytest

from deskpro_sso_gui.setup.trials import Evidence, Flow, Trial
from deskpro_sso_gui.ui.pages.blocks.trial_failure import JUMPCLOUD_SAYS, Explanation, explain

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


def explained(failure: str, by: Evidence, *, issued: bool = False) -> Explanation:
    issued_at = NOW if issued else None
    return explain(
        Trial(
            flow=Flow.FROM_DESKPRO,
            started_at=NOW,
            issued_at=issued_at,
            failure=failure,
            failure_by=by,
        )
    )


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
