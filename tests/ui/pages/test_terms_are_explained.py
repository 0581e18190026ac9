"""Every technical word on a page is explained on that page, by mouse, keyboard and ear."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.texts.terms import TERMS, Term, console_term, term_name, term_text, terms_in
from deskpro_sso_gui.ui.pages import page_class
from deskpro_sso_gui.ui.pages.blocks.undo import UndoBlock
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import VALUE, PlainLabel
from deskpro_sso_gui.ui.widgets.term import TermButton
from tests.support.desk import Desk, Play
from tests.support.window import click, named, settled, visible

ORDER = [stage.id for stage in STAGES]
TO_DO: list[tuple[StageId, StageId | None]] = [
    (stage, ORDER[place - 1] if place else None) for place, stage in enumerate(ORDER)
]
DONE: list[tuple[StageId, StageId | None]] = [(stage, stage) for stage in ORDER[:-1]]


def said(root: QWidget) -> list[str]:
    """Return the visible words of ``root`` but values, with all that is folded open."""
    for fold in visible(root, Expander):
        if not isinstance(fold, UndoBlock):  # that one asks JumpCloud
            fold.set_open(on=True)
    shown: list[QWidget] = [*visible(root, QLabel), *visible(root, QAbstractButton)]
    return [
        widget.text()
        for widget in shown
        if isinstance(widget, QLabel | QAbstractButton) and not widget.property(VALUE)
    ]


@pytest.mark.parametrize(("page", "after"), TO_DO + DONE)
def test_no_page_uses_a_word_that_it_does_not_explain(
    on_page: Play, page: StageId, after: StageId | None
) -> None:
    async def story(desk: Desk) -> None:
        await settled(desk.window)
        words = {term: text for text in said(desk.page) for term in terms_in(text)}
        missing = {term: words[term] for term in words if term not in desk.page.terms}
        assert not missing
        click(named(desk.view.header, Button, "What is this?"))
        shown = [label.text() for label in visible(desk.view.header, PlainLabel)]
        assert all(term_text(term) in shown for term in desk.page.terms)

    on_page(story, page=page, after=after)


def test_a_word_is_explained_in_place_by_keyboard_and_closed_by_escape(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        buttons = visible(desk.page, TermButton)
        assert [button.term for button in buttons if button.term is Term.METADATA]
        button = next(each for each in buttons if each.term is Term.METADATA)
        assert button.accessibleName() == "What is this: Metadata?"
        assert desk.window.focusWidget() is not button  # a page begins with what is to be done
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert button.note.isVisible()
        assert button.accessibleDescription() == term_text(Term.METADATA)
        QTest.keyClick(button, Qt.Key.Key_Escape)
        assert not button.note.isVisible()
        assert desk.window.focusWidget() is button

    on_page(story, page=StageId.METADATA, after=StageId.CERTIFICATE)


@pytest.mark.parametrize("term", Term)
def test_every_term_has_a_name_and_one_or_two_sentences(term: Term) -> None:
    assert term_name(term)
    assert 1 <= term_text(term).count(".") + term_text(term).count(":") <= 4
    assert TERMS[term].words


@pytest.mark.parametrize("stage", ORDER)
def test_a_page_explains_no_word_twice(stage: StageId) -> None:
    terms = page_class(stage).terms
    assert len(terms) == len(set(terms)) > 0


def test_a_consoles_label_is_explained_by_its_longest_word() -> None:
    assert console_term("Metadata URL (Entity ID)") is Term.ENTITY_ID
    assert console_term("SSO: Single Sign On URL") is Term.IDP_URL
    assert console_term("Metadata: Issuer XML metadata URL") is Term.METADATA
    assert console_term("Save Settings") is None
    assert list(terms_in("harmless")) == []  # HAR is written in capitals
