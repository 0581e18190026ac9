"""Somebody at a real browser, who reads, types and clicks."""

from pathlib import Path
from typing import Final

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

SECONDS: Final = 60
_WORDS: Final = "return document.body ? document.body.innerText : ''"
PASSWORD: Final = "practice"


class Person:
    """A person and the two addresses they know.

    Args:
        driver: their browser.
        jumpcloud: JumpCloud's origin.
        deskpro: DeskPRO's origin.
    """

    def __init__(self, driver: WebDriver, *, jumpcloud: str, deskpro: str) -> None:
        self.driver = driver
        self.jumpcloud = jumpcloud
        self.deskpro = deskpro

    def wait(self) -> WebDriverWait[WebDriver]:
        # An element found on a page that is just being left is looked for again.
        gone = (StaleElementReferenceException, NoSuchElementException)
        return WebDriverWait(self.driver, SECONDS, ignored_exceptions=gone)

    def find(self, element_id: str) -> WebElement:
        return self.wait().until(
            lambda driver: driver.find_element(By.ID, element_id), f"never there: {element_id}"
        )

    def click(self, element_id: str) -> None:
        def clicked(driver: WebDriver) -> bool:
            driver.find_element(By.ID, element_id).click()
            return True

        self.wait().until(clicked, f"never there to click: {element_id}")

    def type(self, element_id: str, text: str) -> None:
        def typed(driver: WebDriver) -> bool:
            field = driver.find_element(By.ID, element_id)
            field.clear()
            field.send_keys(text)
            return field.get_attribute("value") == text

        self.wait().until(typed, f"never there to type in: {element_id}")

    def reads(self, text: str) -> None:
        def shown(driver: WebDriver) -> bool:
            # asked of the page at once: a text of an element that is just leaving is an error
            return text in driver.execute_script(_WORDS)

        self.wait().until(shown, f"never saw: {text}")

    def signs_in(self, name: str) -> None:
        self.reads("User Login")
        self.type("email", f"{name}@acme.example")
        self.type("password", PASSWORD)
        self.click("submit")

    def opens_button(self) -> None:
        self.driver.get(f"{self.deskpro}/agent/")
        self.click("sso-button")

    def opens_tile(self) -> None:
        self.driver.get(f"{self.jumpcloud}/userconsole/")
        if "/login" in self.driver.current_url:
            self.signs_in("ann")
        self.reads("Applications")
        self.driver.find_element(By.CLASS_NAME, "tile").click()

    def opens_deskpro_admin(self) -> None:
        """Sign in to DeskPRO's admin pages as its administrator, with DeskPRO's own form."""
        self.driver.get(f"{self.deskpro}/agent/login?next=/admin/")
        self.type("email", "admin@acme.example")
        self.type("password", PASSWORD)
        self.click("submit")
        self.click("menu-agents")

    def opens_jumpcloud_admin(self, path: str = "") -> None:
        """Sign in to JumpCloud's Admin Portal as its administrator, where that is to be done."""
        self.driver.get(f"{self.jumpcloud}/admin/applications{path}")
        if "/admin/login" in self.driver.current_url:
            self.type("email", "admin@acme.example")
            self.type("password", PASSWORD)
            self.click("submit")
            self.find("menu-applications")

    def chooses(self, element_id: str, text: str) -> None:
        """Choose the option called ``text``."""
        Select(self.find(element_id)).select_by_visible_text(text)

    def ticks(self, element_id: str, *, on: bool = True) -> None:
        """Tick a box, or take the tick away."""
        box = self.find(element_id)
        if box.is_selected() is not on:
            box.click()

    def uploads(self, element_id: str, file: Path) -> None:
        """Choose a file to upload."""
        self.find(element_id).send_keys(str(file))

    def value(self, element_id: str) -> str:
        """Return what stands in a field."""
        return self.find(element_id).get_attribute("value") or ""

    def downloads(self, element_id: str) -> str:
        """Return the text that the link ``element_id`` leads to."""
        script = (
            "const done = arguments[1]; fetch(arguments[0].href).then(a => a.text()).then(done)"
        )
        return str(self.driver.execute_async_script(script, self.find(element_id)))
