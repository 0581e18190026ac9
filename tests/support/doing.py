"""What an admin, or somebody else meanwhile, does on the pages; shared by stories and exhibits."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import SsoMethod as Method
from deskpro_sso_gui.setup.facts import Region, SsoMethod
from deskpro_sso_gui.setup.progress import everyone_known
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.ui.evidence.view import DiagnosisView
from deskpro_sso_gui.ui.pages.access import AccessPage
from deskpro_sso_gui.ui.pages.blocks.gate import LockOutGate
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.pages.jumpcloud_sso import JumpcloudSsoPage
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from tests.support.desk import Desk
from tests.support.window import click, drop, type_text, until, visible

CHILD_SECONDS = 60


def rows(page: AccessPage) -> list[str]:
    """Return what the list of groups shows."""
    model = page.groups.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def tick(page: AccessPage, name: str) -> None:
    """Click into the tick box of a group."""
    [row] = [row for row, text in enumerate(rows(page)) if text.startswith(name)]
    view = page.groups.view
    index = view.model().index(row, 0)
    view.scrollTo(index)
    box = view.visualRect(index)
    mirrored = view.layoutDirection() is Qt.LayoutDirection.RightToLeft
    where = QPoint(box.right() - 14 if mirrored else box.left() + 14, box.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


async def without_key(desk: Desk, **changes: Any) -> None:
    """Have the open set-up go on by hand, as if it had never had a key."""

    def update(record: SetupRecord) -> SetupRecord:
        told = replace(record.by_hand, without_key=True, region=Region.US, **changes)
        return replace(record, account=None, by_hand=told)

    await desk.session.commit(update)
    await desk.settled()


def part(name: str, **values: object) -> Callable[[SetupRecord], SetupRecord]:
    """Return an update that changes ``values`` of a part of the record."""

    def update(record: SetupRecord) -> SetupRecord:
        return replace(record, **{name: replace(getattr(record, name), **values)})

    return update


async def set_method(desk: Desk, method: SsoMethod, *, seen: bool = False) -> None:
    """Have it known that DeskPRO's *SSO Method* is ``method``."""
    await desk.session.commit(part("validation", sso_method=method, seen_automatic=seen))
    await desk.settled()


async def renewal(desk: Desk) -> tuple[LockOutGate, QPushButton]:
    """Open what renews the certificate."""
    page = desk.at(CertificatePage)
    page.renew.set_open(on=True)
    await desk.settled()
    return page.renew.gate, page.renew.button


async def unbinding(desk: Desk) -> tuple[LockOutGate, QPushButton]:
    """Open what takes access, and choose the first group."""
    take = desk.at(AccessPage).result.take_access
    take.set_open(on=True)
    access = desk.session.record.access
    assert access is not None
    model = take.groups.view.model()
    first = model.index(0, 0)
    model.setData(first, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    await desk.settled()
    return take.gate, take.button


async def undoing(desk: Desk) -> tuple[LockOutGate, QPushButton]:
    """Open what takes everything back."""
    page = desk.at(SummaryPage)
    page.undo.set_open(on=True)
    await desk.settled()
    return page.undo.gate, page.undo.button


async def changing(desk: Desk) -> tuple[LockOutGate, QPushButton]:
    """Change one setting behind the page's back, and have it compare again."""
    client = await desk.session.services.jumpcloud(desk.session.record)
    assert desk.session.record.application is not None
    there = await client.application(desk.session.record.application.id)
    config = {**there.config, "acsUrl": {**there.config["acsUrl"], "value": "https://x.example"}}
    await client.update_application(there, active=True, config=config)
    page = desk.at(JumpcloudSsoPage)
    page.compare()
    await desk.settled()
    return page.gate, desk.view.primary_button


async def choosing_automatic(desk: Desk) -> None:
    """Choose *Automatically*; nothing is switched yet."""
    page = desk.at(ValidatePage)
    click(page.switch.change_button)
    await desk.settled()
    click(page.switch.choices.button("automatic"))
    await desk.settled()


async def ready_to_switch(desk: Desk) -> None:
    """Choose *Automatically*, and see that everybody of the list gets in."""
    page = desk.at(ValidatePage)
    await choosing_automatic(desk)
    type_text(page.switch.outside.people, ", ".join(u.email for u in desk.sandbox.users[:3]))
    click(page.switch.outside.compare_button)
    await until(lambda: everyone_known(desk.session.record))
    await desk.settled()


def automatic(store: Store) -> None:
    """Have DeskPRO send everyone to JumpCloud."""
    for source in store.world.helpdesk.sources:
        source.sso_method = Method.AUTOMATIC


async def practised(desk: Desk, fault: Fault) -> None:
    """Choose ``fault`` and have it practised."""
    practising = desk.at(ValidatePage).practise_failure
    practising.fold.set_open(on=True)
    await desk.settled()
    practising.choice.setCurrentIndex(practising.choice.findData(fault.value))
    click(practising.practise_button)
    await until(lambda: desk.session.services.practised is not None)
    await desk.settled()


def zone_of(page: QWidget) -> DropZone:
    """Return the page's drop zone; where it is folded away, it is opened first."""
    for expander in visible(page, Expander):
        if expander.findChildren(DropZone):
            expander.set_open(on=True)
    (zone,) = visible(page, DropZone)
    return zone


async def diagnosed(desk: Desk, *files: Any) -> DiagnosisView:
    """Drop ``files`` and wait for the diagnosis."""
    drop(zone_of(desk.page), *files)
    await until(lambda: visible(desk.page, DiagnosisView), seconds=CHILD_SECONDS)
    await desk.settled()
    (view,) = visible(desk.page, DiagnosisView)
    return view
