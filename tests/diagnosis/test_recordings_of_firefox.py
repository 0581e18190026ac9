"""Sign-ins that Firefox recorded by itself (``make recordings``), judged."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.recorded_sign_ins import SIGN_INS, SignIn, told

FOLDER: Final = Path(__file__).parents[1] / "recordings" / "firefox"


def judged(sign_in: SignIn) -> dict[str, Any]:
    values = json.loads((FOLDER / f"{sign_in.name}.json").read_text())
    values["certificate"] = str(FOLDER / values["certificate"])
    return told(FOLDER / f"{sign_in.name}.har", values)


def test_every_sign_in_was_recorded() -> None:
    assert {path.stem for path in FOLDER.glob("*.har")} == {each.name for each in SIGN_INS}


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda each: each.name)
def test_what_firefox_recorded_names_the_cause(sign_in: SignIn) -> None:
    document = judged(sign_in)

    assert document["files"][0]["kind"] == "har"
    assert document["headline"] == sign_in.headline


def test_a_page_that_was_left_at_once_was_seen_all_the_same() -> None:
    # Firefox wrote no status for the page that posts JumpCloud's answer by itself
    document = judged(next(each for each in SIGN_INS if each.name == "new-certificate"))

    [posting] = [hop for hop in document["files"][0]["facts"]["hops"] if hop["built"]]
    assert (posting["status"], posting["built"]) == (0, ["SAMLResponse"])


def test_the_sign_of_a_site_is_no_step_of_a_sign_in() -> None:
    document = judged(next(each for each in SIGN_INS if each.name == "good"))

    facts = document["files"][0]["facts"]
    assert facts["recorded"] > len(facts["hops"])
    assert not [hop for hop in facts["hops"] if "favicon" in hop["url"]]
