"""*Copy details*: what can be passed on, whatever a problem's values hold."""

import string

import pytest

from deskpro_sso_gui.problems import PROBLEM_TEXTS, Problem, ProblemCode
from deskpro_sso_gui.saml.faults import CertificateFault, MetadataFault
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts.details import problem_details
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice, page_of
from deskpro_sso_gui.ui.window import Window
from tests.support.window import drive, settled, visible

SECRET = "acme-and-its-people"
OURS = {
    "action": "list groups",
    "count": "3",
    "kind": "KeyError",
    "limit": "5",
    "most": "9",
    "pixels": "100",
    "settings": f'ssoUrl\t"{SECRET}"',
    "stage": str(StageId.ACCESS),
    "status": "503",
    "what": "groups",
}
REASONS = {
    ProblemCode.CERTIFICATE_UNREADABLE: next(iter(CertificateFault)),
    ProblemCode.METADATA_UNREADABLE: next(iter(MetadataFault)),
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", ProblemCode)
def test_no_value_from_outside_is_in_the_details(code: ProblemCode) -> None:
    words = PROBLEM_TEXTS[code]
    named = {name for text in (words.title, words.advice) for name in placeholders(text)}
    values = dict.fromkeys(named, f"{SECRET}.example") | {
        name: value for name, value in OURS.items() if name in named
    }
    if code in REASONS:
        values["reason"] = REASONS[code]
    told = problem_details(Problem(code=code, values=values), page="access", qt="6.9")
    assert f"[{code}]" in told
    assert "Page: access" in told
    assert ", Qt 6.9, " in told
    assert SECRET not in told


def test_what_is_harmless_is_told() -> None:
    host = {"host": "console.jumpcloud.com"}
    told = problem_details(Problem(code=ProblemCode.TOOK_TOO_LONG, values=host))
    assert "console.jumpcloud.com" in told
    other = {"host": "jumpcloud.com.acme.example"}
    told = problem_details(Problem(code=ProblemCode.TOOK_TOO_LONG, values=other))
    assert "acme" not in told
    assert "…" in told


def test_where_it_was_shown_is_named() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        problem = Problem(code=ProblemCode.NAME_MISSING)
        window.start_page.show_problem(problem)
        assert page_of(visible(window, ProblemNotice)[0]) == "start"
        await window._new_setup()
        await settled(window)
        assert window.setup_view is not None
        page = window.setup_view.page
        assert page is not None
        page.show_problem(problem)
        await settled(window)
        assert page_of(visible(window, ProblemNotice)[0]) == page.stage

    drive(story)
