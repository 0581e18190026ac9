"""Debian's Chromium, headless, with an empty profile of its own."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGE_LOAD_SECONDS = 60


@contextlib.contextmanager
def chromium(user_data: Path, *more: str, headless: bool = True) -> Iterator[WebDriver]:
    """Start Chromium with the profile folder ``user_data`` and end it afterwards.

    ``more`` are further flags. Without ``headless`` its window is on the screen, to be clicked.

    Skips the test where Chromium or its driver is not installed.
    """
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("chromium and chromedriver (Debian packages of these names) are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    hidden = ("--headless",) if headless else ()
    for flag in (*hidden, *FLAGS, *more, f"--user-data-dir={user_data}"):
        options.add_argument(flag)
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        started.set_page_load_timeout(PAGE_LOAD_SECONDS)
        yield started
    finally:
        started.quit()
