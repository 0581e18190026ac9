"""The letters for Alt: each button of the footer has its own."""

import pytest

from deskpro_sso_gui.ui.mnemonics import letter_of, with_mnemonic
from deskpro_sso_gui.ui.window import Window
from tests.support.window import drive, settled


@pytest.mark.parametrize(
    ("text", "taken", "shown"),
    [
        ("Create in JumpCloud", "bn", "&Create in JumpCloud"),
        ("Next steps", "n", "Next &steps"),
        ("Nbn", "bn", "Nbn"),
        ("Änderungen anwenden", "n", "Änderungen &anwenden"),
        ("接続", "", "接続"),
        ("Research & Sales", "r", "Research && &Sales"),
        ("", "", ""),
    ],
)
def test_a_free_letter_is_found(text: str, taken: str, shown: str) -> None:
    assert with_mnemonic(text, set(taken)) == shown


def test_the_letter_of_a_text_is_read() -> None:
    assert [letter_of(text) for text in ("&Next", "A && &B", "none", "x&&y")] == ["n", "b", "", ""]


def test_the_buttons_of_the_footer_have_different_letters() -> None:
    async def story(window: Window) -> None:
        await window._new_setup()
        await settled(window)
        view = window.setup_view
        assert view is not None
        buttons = (view.back_button, view.primary_button, view.next_button)
        keys = [button.shortcut().toString() for button in buttons]
        assert len(set(keys)) == 3
        assert all(key.startswith("Alt+") for key in keys)
        assert view.primary_button.text() == "Check the address"

    drive(story)
