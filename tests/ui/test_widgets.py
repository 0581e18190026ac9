"""The parts pages are made of: what each promises, alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.theme import Icon, Role, Size
from deskpro_sso_gui.ui.widgets.buttons import Button, ChoiceCard
from deskpro_sso_gui.ui.widgets.check_list import CheckItem, CheckList
from deskpro_sso_gui.ui.widgets.copy_field import CopyButton, CopyField
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.finding_list import FindingList, FindingView
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import ElidedLabel, PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.secret_field import SecretField
from tests.support.window import click, drop, name_of, named, type_text, visible

pytestmark = pytest.mark.usefixtures("application")


def shown(widget: QWidget, *, width: int = 600) -> QWidget:
    """Show ``widget`` in a window of its own, as a page would."""
    frame = QWidget()
    frame.setObjectName("window")
    column = QVBoxLayout(frame)
    column.addWidget(widget)
    column.addStretch(1)
    frame.resize(width, max(200, column.totalHeightForWidth(width)))
    frame.show()
    assert QTest.qWaitForWindowExposed(frame)
    return frame


def test_text_from_outside_is_never_markup() -> None:
    label = PlainLabel("<b>bold</b><img src='http://x.example/y.png'>")
    assert label.textFormat() is Qt.TextFormat.PlainText
    wide = shown(PlainLabel("x" * 40)).grab().width()
    assert wide >= 600
    marked = shown(label)
    plain = shown(PlainLabel("bold"))
    # drawn as it stands, it is wider than what the markup would show
    assert label.sizeHint().width() > 3 * plain.findChildren(PlainLabel)[0].sizeHint().width()
    marked.close()
    plain.close()


def test_an_endless_word_is_broken_instead_of_widening_the_window() -> None:
    label = PlainLabel("https://x.example/" + "a" * 500)
    frame = shown(label, width=300)
    assert frame.width() == 300
    assert label.heightForWidth(280) > 5 * label.fontMetrics().height()
    assert label.height() >= label.heightForWidth(label.width())
    frame.close()


def test_a_line_has_at_most_about_75_characters() -> None:
    words = PlainLabel("word " * 60)
    narrow = words.fontMetrics().averageCharWidth() * Size.LINE_CHARACTERS
    assert words.heightForWidth(5000) == words.heightForWidth(narrow)


def test_a_last_word_is_not_left_alone() -> None:
    label = PlainLabel(
        "Scripts that use the old key stop working. Use the one you have instead now"
    )
    room = label.sizeHint().width() - 2 * label.fontMetrics().averageCharWidth()
    frame = shown(label, width=room + 100)
    assert label._even_width(room) < room * 0.8
    assert label._measured(label._even_width(room)) == label._measured(room)
    assert label._even_width(2 * room) == label._line_width(2 * room)
    frame.close()


def test_no_word_is_broken_to_make_lines_even() -> None:
    address = "https://x.example/" + "a" * 40
    label = PlainLabel(f"{address} now")
    frame = shown(label, width=900)
    room = label.fontMetrics().horizontalAdvance(address) + 10
    assert label._even_width(room) > room - 10
    frame.close()


def test_a_short_label_does_not_break_in_the_room_it_asks_for() -> None:
    label = PlainLabel("JumpCloud API key", Role.STRONG)
    assert label.sizeHint().height() < 2 * label.fontMetrics().height()


def test_an_elided_label_keeps_its_whole_text_for_who_asks() -> None:
    label = ElidedLabel("https://sso.jumpcloud.com/saml2/a-very-long-suffix-of-an-address")
    frame = shown(label, width=120)
    assert frame.width() == 120
    assert label.toolTip() == label.text()
    frame.close()


def test_a_tool_tip_shows_markup_from_outside_as_it_stands() -> None:
    hostile = "<img src='file:///etc/hostname'><b>Agents</b> & more"
    tip = ElidedLabel(hostile).toolTip()
    shown_as = QTextDocument()
    shown_as.setHtml(tip)
    assert shown_as.toPlainText() == hostile
    assert "<img" not in tip


def test_copying_says_so_and_calms_down() -> None:
    copied = list[str]()
    field = CopyField("Single Sign On URL", "https://x.example", copy=copied.append)
    frame = shown(field)
    button = frame.findChildren(CopyButton)[0]
    assert button.accessibleName() == "Copy Single Sign On URL"
    wide = button.width()
    click(button)
    assert copied == ["https://x.example"]
    assert button.text() == "Copied"
    assert button.width() == wide
    button._back.timeout.emit()
    assert button.text() == "Copy"
    frame.close()


def test_there_is_nothing_to_copy_of_an_empty_value() -> None:
    field = CopyField("Single Sign On URL", copy=lambda _text: None)
    frame = shown(field)
    button = frame.findChildren(CopyButton)[0]
    assert not button.isEnabled()
    field.set_value("https://x.example")
    assert button.isEnabled()
    frame.close()


def test_a_secret_is_hidden_shown_on_demand_and_taken_once() -> None:
    field = SecretField()
    frame = shown(FormRow("JumpCloud API key", field, hint="It goes to JumpCloud only."))
    type_text(field.line, "  jca_secret ")
    assert set(field.line.displayText()).isdisjoint("jca_secret")
    click(field._eye)
    assert field.line.displayText() == "  jca_secret "
    assert field._eye.accessibleName() == "Hide"
    assert field.line.accessibleName() == "JumpCloud API key"
    assert field.line.accessibleDescription() == "It goes to JumpCloud only."
    assert field.filled
    assert field.take() == "jca_secret"
    assert field.take() == ""
    frame.close()


def test_a_form_row_says_what_is_wrong_to_eye_and_ear() -> None:
    line = QLineEdit()
    row = FormRow("&Address", line, hint="Any form will do.")
    frame = shown(row)
    assert row.label.buddy() is line
    assert line.accessibleName() == "Address"
    row.set_wrong("This is no address.")
    assert named(frame, PlainLabel, "This is no address.").isVisible()
    assert line.accessibleDescription() == "This is no address."
    row.set_wrong("")
    assert line.accessibleDescription() == "Any form will do."
    frame.close()


def test_a_drop_zone_takes_one_file_or_several(tmp_path: Path) -> None:
    got = list[list[Path]]()
    one, several = DropZone("Drop it here"), DropZone("Drop them here", several=True)
    for zone in (one, several):
        zone.dropped.connect(got.append)
        frame = shown(zone)
        drop(zone, tmp_path / "a.pem", tmp_path / "b.pem")
        frame.close()
    assert got == [[tmp_path / "a.pem"], [tmp_path / "a.pem", tmp_path / "b.pem"]]


def test_a_drop_zone_can_be_used_by_keyboard(application: QApplication) -> None:
    del application
    zone = DropZone("Drop it here")
    frame = shown(zone)
    zone.choose_button.setFocus()
    QTest.keyClick(zone.choose_button, Qt.Key.Key_Space)
    dialogs = [w for w in zone.children() if w.metaObject().className() == "QFileDialog"]
    assert len(dialogs) == 1
    dialogs[0].close()  # type: ignore[attr-defined]
    frame.close()


def test_an_expander_opens_in_place() -> None:
    expander = Expander("What is this?", "A certificate is a public stamp.")
    frame = shown(expander)
    said = "A certificate is a public stamp."
    assert said not in [name_of(label) for label in visible(frame, PlainLabel)]
    click(named(frame, Button, "What is this?"))
    assert named(frame, PlainLabel, said).isVisible()
    frame.close()


def test_a_notice_says_its_tone_in_words() -> None:
    assert Notice(Tone.STALE, "Certificate").accessibleName() == "Out of date: Certificate"


def test_a_choice_is_one_button_wherever_it_is_clicked() -> None:
    clicks = list[int]()
    card = ChoiceCard(Icon.NEW, "New", "Begin. " * 40, on_click=lambda: clicks.append(1))
    frame = shown(card, width=400)
    for label in card.findChildren(PlainLabel):
        assert label.height() >= label.heightForWidth(label.width())
        at = label.mapTo(card, label.rect().center())
        hit = frame.childAt(card.mapTo(frame, at))
        assert hit is card
        QTest.mouseClick(hit, Qt.MouseButton.LeftButton)
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert len(clicks) == 3
    frame.close()


def test_findings_show_the_worst_and_fold_the_rest() -> None:
    findings = FindingList()
    frame = shown(findings)
    gone = list[StageId]()
    findings.go_to.connect(gone.append)
    assert not findings.isVisible()
    findings.set_findings(
        [
            FindingView(level=Level.CAUSE, headline="One", stage=StageId.CERTIFICATE),
            FindingView(level=Level.WORTH_KNOWING, headline="Two"),
            FindingView(level=Level.CAUSE, headline="Three"),
        ]
    )
    QApplication.sendPostedEvents()
    labels = sorted(visible(frame, PlainLabel), key=lambda label: label.mapTo(frame, QPoint()).y())
    assert [name_of(label) for label in labels] == ["This is the cause", "One"]
    click(named(frame, Button, "Go to “Certificate”"))
    assert gone == [StageId.CERTIFICATE]
    click(named(frame, Button, "Also noticed (2)"))
    said = [name_of(label) for label in visible(frame, PlainLabel)]
    assert {"Two", "Worth knowing", "Three"} <= set(said)
    assert said.count("This is the cause") == 1
    findings.set_findings([])
    assert not findings.isVisible()
    frame.close()


def test_ten_thousand_groups_are_searched_and_ticked_by_keyboard() -> None:
    groups = CheckList("Groups", "Search groups")
    items = [CheckItem(id=str(n), text=f"Group {n}", detail="3 people") for n in range(10_000)]
    groups.set_items(items, checked=["7"])
    frame = shown(groups)
    type_text(groups.search, "group 9999")
    assert groups.view.model().rowCount() == 1
    groups.view.setFocus()
    groups.view.setCurrentIndex(groups.view.model().index(0, 0))
    QTest.keyClick(groups.view, Qt.Key.Key_Space)
    assert groups.checked_ids() == ("7", "9999")
    assert named(frame, PlainLabel, "2 chosen · 1 of 10,000 shown").isVisible()
    frame.close()


def test_a_click_on_the_words_ticks_a_line_and_another_takes_the_tick_away() -> None:
    groups = CheckList("Groups", "Search groups")
    groups.set_items([CheckItem(id="1", text="Agents"), CheckItem(id="2", text="Sales")])
    frame = shown(groups)
    middle = groups.view.visualRect(groups.view.model().index(1, 0)).center()
    QTest.mouseClick(groups.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert groups.checked_ids() == ("2",)
    QTest.mouseClick(groups.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert groups.checked_ids() == ()
    frame.close()


def test_a_locked_line_keeps_its_tick() -> None:
    groups = CheckList("Groups", "Search groups")
    groups.set_items([CheckItem(id="1", text="Agents", locked=True)], checked=["1"])
    frame = shown(groups)
    groups.view.setFocus()
    groups.view.setCurrentIndex(groups.view.model().index(0, 0))
    QTest.keyClick(groups.view, Qt.Key.Key_Space)
    assert groups.checked_ids() == ("1",)
    frame.close()


def test_a_screen_reader_is_told_each_line_what_it_is_and_whether_it_is_ticked() -> None:
    groups = CheckList("Groups", "Search groups")
    items = [CheckItem(id="1", text="Agents", locked=True), CheckItem(id="2", text="Sales")]
    groups.set_items(items, checked=["1"])
    frame = shown(groups)
    groups.set_details({"2": "filled by a rule · 3 people"})
    told = QAccessible.queryAccessibleInterface(groups.view)
    assert told is not None
    assert told.text(QAccessible.Text.Name) == "Groups"
    lines = [told.child(number) for number in range(told.childCount())]
    lines = [each for each in lines if each.role() is QAccessible.Role.ListItem]
    names = [each.text(QAccessible.Text.Name) for each in lines]
    assert names == ["Agents", "Sales   filled by a rule · 3 people"]
    states = [each.state() for each in lines]
    assert [bool(state.checkable) for state in states] == [True, True]
    assert [bool(state.checked) for state in states] == [True, False]
    frame.close()


def test_a_detail_under_a_name_has_a_line_of_its_own() -> None:
    ticks = CheckList("User groups", "Search groups")
    ticks.set_items([CheckItem(id="a", text="ann@acme.example", detail="in none of the groups")])
    frame = shown(ticks, width=900)
    index = ticks.view.model().index(0, 0)
    beside = ticks.view.sizeHintForRow(0)
    frame.resize(240, 400)
    assert ticks.view.sizeHintForRow(0) >= beside + ticks.view.fontMetrics().height()
    option = QStyleOptionViewItem()
    option.initFrom(ticks.view)
    ticks._rows.initStyleOption(option, index)
    assert option.text.split("\u2028")[0] == "ann@acme.example"  # it breaks no line at "\n"
    frame.close()
