"""The shell around the pages: list, header, buttons, tasks of a page, and a narrow window."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QScrollArea

from deskpro_sso_gui.credentials import CredentialState, Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Organization, Region, User
from deskpro_sso_gui.setup.parts import Account, ApplicationState, Helpdesk, ServiceProvider
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, STAGES, StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.texts import PSEUDO, t
from deskpro_sso_gui.ui import setup_view
from deskpro_sso_gui.ui.kept_key import key_text
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.setup_view import SetupView
from deskpro_sso_gui.ui.stage_list import StageItem, status_line
from deskpro_sso_gui.ui.theme import Kind, Scheme
from deskpro_sso_gui.ui.widgets.buttons import Button, ChoiceCard
from deskpro_sso_gui.ui.widgets.copy_field import CopyField
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from deskpro_sso_gui.ui.widgets.secret_field import SecretField
from deskpro_sso_gui.ui.window import Window
from tests.support.window import (
    click,
    clipped,
    drive,
    name_of,
    named,
    nameless,
    reachable,
    settled,
    tab_walk,
    type_text,
    until,
    untranslated,
    visible,
)

LANGUAGES_AND_SIZES = [
    (PSEUDO, (640, 480)),
    (PSEUDO, (1280, 800)),
    ("en", (480, 400)),
    ("en", (640, 480)),
    ("en", (1280, 800)),
]


@dataclass
class Diary:
    """What the stand-in pages were told, and what their task is to do."""

    said: list[str] = field(default_factory=list)
    work: Callable[[], Awaitable[str]] | None = None
    results: list[str] = field(default_factory=list)


class StandIn(Page):
    """A page with a field, a value, a secret and one thing to do."""

    explanation = N_("A page to try the shell with.")
    diary: Diary

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.shown = PlainLabel()
        self.body.addWidget(self.shown)
        self.line = QLineEdit()
        self.body.addWidget(FormRow(t(N_("Helpdesk address")), self.line, hint=t(N_("As typed"))))
        self.bind_draft("line", self.line)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.secret = SecretField()
        self.body.addWidget(FormRow(t(N_("Key")), self.secret))
        self.body.addWidget(CopyField(t(N_("Address")), "https://x.example", copy=context.copy))

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        self.shown.setText(t(N_("Name: {name}"), name=record.name))
        self.diary.said.append(f"render {self.stage}")

    def entered(self) -> None:
        self.diary.said.append(f"entered {self.stage}")

    def left(self) -> None:
        self.diary.said.append(f"left {self.stage}")

    def primary(self) -> PrimaryAction | None:
        if self.diary.work is None:
            return None
        return PrimaryAction(
            label=t(N_("Create in JumpCloud")), run=self.begin, enabled=bool(self.line.text())
        )

    def begin(self) -> None:
        work = self.diary.work
        assert work is not None
        self.start(
            t(N_("Asking JumpCloud…")),
            work,
            self.diary.results.append,
            place=self.line.parentWidget(),
        )


@pytest.fixture
def diary(monkeypatch: pytest.MonkeyPatch) -> Diary:
    made = Diary()
    pages = {
        stage.id: type("StandIn", (StandIn,), {"stage": stage.id, "diary": made})
        for stage in STAGES
    }
    monkeypatch.setattr(setup_view, "page_class", pages.__getitem__)
    return made


async def opened(window: Window) -> SetupView:
    await settled(window)
    click(window.start_page.new_card)
    await until(lambda: window.setup_view is not None, "the set-up does not open")
    await settled(window)
    assert window.setup_view is not None
    return window.setup_view


def page_of(view: SetupView) -> StandIn:
    assert isinstance(view.page, StandIn)
    return view.page


def begun(record: SetupRecord) -> SetupRecord:
    """A set-up whose first stages are done and whose third rests on another address."""
    helpdesk = Helpdesk(url="https://acme.deskpro.com", is_deskpro=True)
    account = Account(
        region=Region.US, organization=Organization(id="5f0c0a1b2c3d4e5f60718293", name="Acme")
    )
    record = replace(
        record,
        name="Acme helpdesk",
        helpdesk=helpdesk,
        account=account,
        tester=User(id="5f0c0a1b2c3d4e5f60718294", email="ann@acme.example"),
    )
    record = replace(
        record,
        application=ApplicationState(
            id="5f0c0a1b2c3d4e5f60718295",
            label="DeskPRO",
            template="deskpro",
            idp_url="https://sso.jumpcloud.com/saml2/deskpro",
            idp_entity_id="https://sso.jumpcloud.com/saml2/deskpro",
            basis=record.basis(StageId.APPLICATION),
        ),
    )
    return replace(
        record,
        service_provider=ServiceProvider(
            sp_entity_id="https://acme.deskpro.com/metadata/5",
            acs_url="https://acme.deskpro.com/acs/5",
            basis={**record.basis(StageId.DESKPRO_ADD), Value.HELPDESK_URL: "https://old.example"},
        ),
    )


@pytest.mark.usefixtures("diary")
def test_a_new_set_up_opens_at_its_first_stage_with_its_words() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert page_of(view).stage is StageId.PREREQUISITES
        assert view.header.title == "Before you start"
        assert named(view, PlainLabel, "Step 1 of 10").isVisible()
        assert window.windowTitle() == "New set-up – DeskPRO SSO Assistant"  # noqa: RUF001
        assert not view.back_button.isVisible()

    drive(story)


@pytest.mark.usefixtures("diary")
def test_to_go_on_is_the_main_thing_only_where_nothing_is_wrong() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        await window.session.commit(begun)

        def main() -> bool:
            return bool(view.next_button.property("kind") == Kind.PRIMARY)

        view.go_to(StageId.PREREQUISITES)
        assert main()
        problem = ProblemError(ProblemCode.KEY_MISSING).problem
        page_of(view).show_problem(problem, retry=lambda: None)
        view._show_buttons()
        assert not main()
        page_of(view).clear_problem()
        view._show_buttons()
        assert main()
        view.go_to(StageId.DESKPRO_ADD)  # stale
        assert not main()

    drive(story)


def test_next_and_back_walk_through_all_stages_and_tell_each_page(diary: Diary) -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        seen = [page_of(view).stage]
        while view.next_button.isVisible():
            click(view.next_button)
            seen.append(page_of(view).stage)
        assert seen == [stage.id for stage in STAGES]
        click(view.back_button)
        assert page_of(view).stage is StageId.VALIDATE
        assert diary.said[-3:] == ["left summary", "render validate", "entered validate"]

    drive(story)


@pytest.mark.usefixtures("diary")
def test_what_is_committed_is_shown_in_list_page_and_title() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        await window.session.commit(begun)
        items = view.stages.items
        assert items[StageId.APPLICATION].accessibleName() == "JumpCloud app: done"
        assert (
            items[StageId.APPLICATION].accessibleDescription()
            == "value: https://sso.jumpcloud.com/saml2/deskpro"
        )
        assert (
            items[StageId.DESKPRO_ADD].accessibleName()
            == "Add in DeskPRO: out of date: helpdesk address"
        )
        assert items[StageId.SUMMARY].accessibleName() == "Summary: to do"
        assert named(view, PlainLabel, "next: Add in DeskPRO").isVisible()
        assert page_of(view).shown.text() == "Name: Acme helpdesk"
        assert window.windowTitle() == "Acme helpdesk – DeskPRO SSO Assistant"  # noqa: RUF001

    drive(story)


@pytest.mark.usefixtures("diary")
def test_what_wants_a_hand_is_named_now_on_its_own_page_and_next_elsewhere() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert named(view, PlainLabel, "now: Before you start").isVisible()
        click(view.next_button)
        assert named(view, PlainLabel, "next: Before you start").isVisible()

    drive(story)


@pytest.mark.usefixtures("diary")
def test_the_list_is_a_map_every_stage_can_be_opened_from_it() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        for item in visible(view.stages, StageItem):
            click(item)
            assert page_of(view).stage is item.stage
            assert item.isChecked()

    drive(story)


@pytest.mark.usefixtures("diary")
def test_where_the_key_is_kept_stands_in_the_list() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        session = window.session
        assert named(view, PlainLabel, "No JumpCloud key yet").isVisible()
        await session.commit(begun)
        await settled(window)
        assert named(view, PlainLabel, "Key needed again: Before you start").isVisible()
        key = ApiKey(Secret("jca_of_the_shell"))
        await session.services.keys.keep_credential(session.record, Region.US, key)
        window.runner.start("Signing in…", signed_in, owner=page_of(view))
        await settled(window)
        await settled(window)
        assert named(view, PlainLabel, "Key kept until you close the window").isVisible()

    async def signed_in() -> None:
        pass

    drive(story)


KEY_LINES = [
    (CredentialState.CHECKING, False, "Looking for this computer's keyring…"),
    (CredentialState.SYSTEM_KEYRING, True, "Key kept in this computer's keyring"),
    (CredentialState.SYSTEM_KEYRING, False, "Key needed again: Before you start"),
    (CredentialState.SESSION_ONLY, True, "Key kept until you close the window"),
    (CredentialState.SESSION_ONLY, False, "Key needed again: Before you start"),
    (CredentialState.LOCKED, True, "Keyring locked: key kept until you close the window"),
    (CredentialState.LOCKED, False, "Keyring locked: unlock it, or give the key again"),
]


@pytest.mark.parametrize(("state", "kept", "line"), KEY_LINES)
def test_the_line_about_the_key_is_true(state: CredentialState, *, kept: bool, line: str) -> None:
    moment = datetime.now(UTC)
    account = begun(SetupRecord(created_at=moment, changed_at=moment)).account
    assert key_text(account, state, kept=kept) == line
    assert key_text(None, state, kept=kept) == "No JumpCloud key yet"
    by_hand = key_text(account, state, kept=kept, without_key=True)
    assert by_hand == "No key: by hand in JumpCloud"


def test_the_main_button_runs_the_pages_task_and_is_off_meanwhile(diary: Diary) -> None:
    release = asyncio.Event()

    async def work() -> str:
        await release.wait()
        return "made"

    diary.work = work

    async def story(window: Window) -> None:
        view = await opened(window)
        assert not view.primary_button.isEnabled()
        type_text(page_of(view).line, "acme")
        assert view.primary_button.text() == "Create in JumpCloud"
        click(view.primary_button)
        await until(view._busy.isVisible)
        assert named(view, PlainLabel, "Asking JumpCloud…").isVisible()
        assert not view.primary_button.isEnabled()
        release.set()
        await settled(window)
        assert diary.results == ["made"]
        assert view.primary_button.isEnabled()

    drive(story)


def test_the_focus_is_back_on_the_main_button_when_its_task_has_ended(diary: Diary) -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        return "made"

    diary.work = work

    async def story(window: Window) -> None:
        view = await opened(window)
        type_text(page_of(view).line, "acme")
        for main_button_goes in (False, True):
            diary.work = work
            view._show_buttons()
            click(view.primary_button)
            assert window.focusWidget() is not view.primary_button
            if main_button_goes:
                diary.work = None
            await settled(window)
            wanted = view.next_button if main_button_goes else view.primary_button
            assert window.focusWidget() is wanted

    drive(story)


def test_the_focus_stays_where_the_admin_types_meanwhile(diary: Diary) -> None:
    release = asyncio.Event()

    async def work() -> str:
        await release.wait()
        return "made"

    diary.work = work

    async def story(window: Window) -> None:
        view = await opened(window)
        type_text(page_of(view).line, "acme")
        click(view.primary_button)
        page_of(view).line.setFocus()
        release.set()
        await settled(window)
        assert window.focusWidget() is page_of(view).line

    drive(story)


def test_a_problem_stands_at_its_place_and_can_be_tried_again_and_copied(diary: Diary) -> None:
    tries = list[int]()

    async def work() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ProblemError(ProblemCode.TOOK_TOO_LONG, host="console.jumpcloud.com")
        return "made"

    diary.work = work

    async def story(window: Window) -> None:
        view = await opened(window)
        page = page_of(view)
        type_text(page.line, "acme")
        click(view.primary_button)
        await until(lambda: visible(page, ProblemNotice))
        notice = visible(page, ProblemNotice)[0]
        row = page.line.parentWidget()
        assert row is not None
        await settled(window)
        assert notice.geometry().top() > row.geometry().top()
        click(named(notice, Button, "Copy details"))
        copied = QGuiApplication.clipboard().text()
        assert "console.jumpcloud.com took too long" in copied
        assert "[took-too-long]" in copied
        click(named(notice, Button, "Try again"))
        await until(lambda: diary.results == ["made"])
        assert visible(page, ProblemNotice) == []

    drive(story)


def test_waiting_can_be_cancelled_and_nothing_is_told_then(diary: Diary) -> None:
    async def work() -> str:
        await asyncio.Event().wait()
        return "never"

    diary.work = work

    async def story(window: Window) -> None:
        view = await opened(window)
        type_text(page_of(view).line, "acme")
        click(view.primary_button)
        await until(lambda: visible(view, Button) and view._busy.isVisible())
        click(view._busy.cancel_button)
        await settled(window)
        assert diary.results == []
        assert visible(view, ProblemNotice) == []
        assert view.primary_button.isEnabled()

    drive(story)


def test_what_is_over_at_once_does_not_make_the_window_flicker(diary: Diary) -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        return "made"

    diary.work = work

    async def story(window: Window) -> None:
        view = await opened(window)
        appeared = list[str]()
        view._busy._patience.timeout.connect(lambda: appeared.append("busy"))
        type_text(page_of(view).line, "acme")
        click(view.primary_button)
        assert not view._busy.isVisible()
        await settled(window)
        assert diary.results == ["made"]
        assert not view._busy._patience.isActive()
        assert appeared == []

    drive(story)


def test_leaving_a_page_cancels_what_it_waited_for(diary: Diary) -> None:
    ended = list[str]()

    async def work() -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        return "never"

    diary.work = work

    async def story(window: Window) -> None:
        view = await opened(window)
        type_text(page_of(view).line, "acme")
        click(view.primary_button)
        await asyncio.sleep(0.05)
        click(view.next_button)
        await until(lambda: ended == ["cancelled"])

    drive(story)


@pytest.mark.usefixtures("diary")
def test_what_is_typed_is_there_again_when_the_set_up_is_continued() -> None:
    ids = list[str]()

    async def first(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        await window.session.commit(lambda record: replace(record, name="Acme"))
        ids.append(window.session.record.id)
        type_text(page_of(view).line, "acme.deskpro")
        type_text(page_of(view).secret.line, "jca_secret")

    async def second(window: Window) -> None:
        await settled(window)
        card = window.start_page.findChild(ChoiceCard, ids[0])
        assert card is not None
        click(card)
        await until(lambda: window.setup_view is not None)
        assert window.setup_view is not None
        page = page_of(window.setup_view)
        assert page.line.text() == "acme.deskpro"
        assert page.secret.line.text() == ""
        assert "jca_secret" not in str(window.session.draft if window.session else "")

    drive(first)
    drive(second)


def test_a_secret_can_not_be_bound_to_a_draft(diary: Diary) -> None:
    del diary

    async def story(window: Window) -> None:
        page = page_of(await opened(window))
        with pytest.raises(ValueError, match="secret"):
            page.bind_draft("key", page.secret.line)

    drive(story)


def test_enter_does_the_obvious(diary: Diary) -> None:
    async def work() -> str:
        return "made"

    async def story(window: Window) -> None:
        view = await opened(window)
        QTest.keyClick(page_of(view).line, Qt.Key.Key_Return)
        assert page_of(view).stage is StageId.APPLICATION
        diary.work = work
        type_text(page_of(view).line, "acme")
        QTest.keyClick(page_of(view).line, Qt.Key.Key_Return)
        await until(lambda: diary.results == ["made"])
        assert page_of(view).stage is StageId.APPLICATION

    drive(story)


@pytest.mark.usefixtures("diary")
def test_what_is_this_opens_in_place_and_is_folded_on_the_next_page() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        click(named(view.header, Button, "What is this?"))
        assert named(view.header, PlainLabel, "A page to try the shell with.").isVisible()
        click(view.next_button)
        said = [name_of(label) for label in visible(view.header, PlainLabel)]
        assert "A page to try the shell with." not in said

    drive(story)


@pytest.mark.usefixtures("diary")
def test_a_narrow_window_folds_the_list_into_a_menu() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert not view.stages.isVisible()
        click(view.list_button)
        menu = view.findChild(QMenu)
        assert menu is not None
        texts = [action.text() for action in menu.actions()]
        assert len(texts) == 10
        assert texts[0] == "Before you start  ·  can be done now"
        menu.actions()[4].trigger()
        menu.close()
        assert page_of(view).stage is StageId.CERTIFICATE
        window.resize(1080, 760)
        await until(view.stages.isVisible)
        assert not view.list_button.isVisible()

    drive(story, size=(640, 480))


@pytest.mark.usefixtures("diary")
def test_going_home_closes_the_set_up_and_lists_it() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        await window.session.commit(begun)
        click(named(view, Button, "All set-ups"))
        await until(lambda: window.start_page.isVisible() and not window.runner.runs)
        assert window.windowTitle() == "DeskPRO SSO Assistant"
        assert "Acme helpdesk" in [name_of(w) for w in visible(window, ChoiceCard)]

    drive(story)


@pytest.mark.usefixtures("diary")
def test_changing_the_language_makes_every_text_anew_and_keeps_the_page() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        await window.session.commit(begun)
        session = window.session
        view.go_to(StageId.METADATA)
        window._speak(PSEUDO)
        window.close_settings()
        anew = window.setup_view
        assert anew is not None
        assert anew is not view
        await settled(window)
        assert page_of(anew).stage is StageId.METADATA
        assert window.session is session
        assert untranslated(anew) == []

    drive(story)


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize(("language", "size"), LANGUAGES_AND_SIZES)
def test_nothing_is_clipped_and_the_window_is_not_forced_wider(
    language: str, size: tuple[int, int]
) -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        await window.session.commit(begun)
        await settled(window)
        assert (window.width(), window.height()) == size
        assert clipped(window) == []
        page_of(view).show_problem(
            ProblemError(
                ProblemCode.ADDRESS_NOT_ALLOWED, address="https://x.example/" + "a" * 300
            ).problem
        )
        await settled(window)
        assert (window.width(), window.height()) == size
        assert clipped(window) == []

    drive(story, language=language, size=size)


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("size", [(640, 480), (1280, 800)])
def test_every_text_of_the_shell_goes_through_texts(size: tuple[int, int]) -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        assert window.session is not None
        await window.session.commit(begun)
        page_of(view).show_problem(ProblemError(ProblemCode.KEY_MISSING).problem)
        view.header._help.setChecked(True)
        await settled(window)
        assert untranslated(view) == []

    drive(story, language=PSEUDO, size=size)


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("size", [(640, 480), (1280, 800)])
def test_tab_reaches_every_control_in_reading_order_and_all_have_names(
    size: tuple[int, int],
) -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        click(view.next_button)
        page_of(view).show_problem(
            ProblemError(ProblemCode.KEY_MISSING).problem, retry=lambda: None
        )
        await settled(window)
        assert nameless(window) == []
        walked = tab_walk(window)
        assert set(reachable(view)) <= set(walked)
        names = [name_of(w) for w in walked]
        retry, line = names.index("Try again"), names.index("Helpdesk address")
        assert (retry - line) % len(names) > (names.index("Next") - line) % len(names)

    drive(story, size=size)


@pytest.mark.usefixtures("diary")
def test_the_looks_follow_at_once_with_every_icon() -> None:
    async def story(window: Window) -> None:
        from deskpro_sso_gui.ui.theme import Theme  # noqa: PLC0415 - needs the application

        view = await opened(window)
        light = view.stages.grab().toImage()
        Theme.current().use(Scheme.DARK)
        await settled(window)
        dark = view.stages.grab().toImage()
        middle = light.width() // 2
        assert light.pixelColor(middle, 2).lightness() > 200
        assert dark.pixelColor(middle, 2).lightness() < 60

    drive(story)


def test_a_stage_that_became_out_of_date_says_why_in_few_words() -> None:
    record = begun(SetupRecord(created_at=datetime.now(UTC), changed_at=datetime.now(UTC)))
    from deskpro_sso_gui.setup.progress import progress  # noqa: PLC0415 - beside its only use

    standing = progress(record)[StageId.DESKPRO_ADD]
    assert status_line(standing) == "out of date: helpdesk address"


@pytest.mark.usefixtures("diary")
def test_the_page_scrolls_up_when_another_one_is_opened() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        click(named(view.header, Button, "What is this?"))  # the page is longer than the window
        await settled(window)
        bar = view.findChildren(QScrollArea)[-1].verticalScrollBar()
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        click(view.next_button)
        assert bar.value() == 0
        assert view.header.title == STAGE_BY_ID[StageId.APPLICATION].title

    drive(story, size=(640, 480))
