"""The certificate leaves the window by a real drag, and lands in a real browser's file field."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.blocks.certificate_file import CertificateFile
from tests.support.browser import chromium
from tests.support.desk import SANDBOX_THREADS, Desk, Play
from tests.support.mouse import Point, mouse
from tests.support.window import reveal

pytestmark = [pytest.mark.window, pytest.mark.browser]

PAGE = (
    "data:text/html,<title>x</title><body style='margin:0'>"
    "<input type=file id=file style='display:block;width:400px;height:200px;background:gray'"
    " ondragover='document.title=&quot;over&quot;'>"
)
_TRIES = 3
_LANDS_S = 10
NEXT_TO_IT = ("--window-position=900,0", "--window-size=600,700")


def middle_of_field(driver: WebDriver) -> Point:
    """Return where on the screen the middle of the page's file field is."""
    left, top = driver.execute_script(
        "return [screenX + outerWidth - innerWidth, screenY + outerHeight - innerHeight]"
    )
    box = driver.find_element(By.ID, "file").rect
    return int(left + box["x"] + 150), int(top + box["y"] + 100)


def test_the_certificate_is_dragged_into_the_browsers_file_field(
    on_page: Play, tmp_path: Path
) -> None:
    async def play(desk: Desk, driver: WebDriver) -> None:
        certificate = desk.session.record.certificate
        assert certificate is not None
        desk.window.move(0, 0)
        await asyncio.to_thread(driver.get, PAGE)
        end = await asyncio.to_thread(middle_of_field, driver)
        holder = desk.page.findChild(CertificateFile)
        assert isinstance(holder, CertificateFile)
        reveal(holder.file)
        await desk.settled()
        begin = holder.file.mapToGlobal(QPoint(30, 15))
        read = "const [file] = document.getElementById('file').files;"

        script = f"{read} return !!file"

        def drag_until_it_lands() -> None:
            # a browser under load may be too late to take it, as with a hand
            start = (begin.x(), begin.y())
            for _ in range(_TRIES):
                driver.execute_script("document.title = 'waiting'")
                with mouse() as hand:
                    hand.drag(start, end, lambda: driver.title == "over")
                with contextlib.suppress(TimeoutException):
                    WebDriverWait(driver, _LANDS_S).until(lambda it: it.execute_script(script))
                    return
            pytest.fail("nothing landed")

        await asyncio.to_thread(drag_until_it_lands)
        name = await asyncio.to_thread(driver.execute_script, f"{read} return file.name")
        text = await asyncio.to_thread(driver.execute_script, f"{read} return file.text()")
        assert (name, text) == ("certificate.pem", certificate.pem)

    async def story(desk: Desk) -> None:
        browser = chromium(tmp_path / "profile", *NEXT_TO_IT, headless=False)
        driver = await asyncio.to_thread(browser.__enter__)
        try:
            await play(desk, driver)
        finally:
            await asyncio.to_thread(browser.__exit__, None, None, None)

    on_page(
        story,
        page=StageId.DESKPRO_CONFIGURE,
        after=StageId.METADATA,
        size=(880, 760),
        lasting=SANDBOX_THREADS,
    )
