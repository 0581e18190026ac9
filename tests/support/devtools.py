"""Chromium's own developer tools, which record what the browser does and write it as HAR.

The recording is made by the very module behind *Export HAR* in the tools' network panel: nothing
of it is built by us. The tools are what Chromium serves itself at its debugging address; they are
shown in a tab beside the one that they watch.
"""

from typing import Any, Final

from selenium.webdriver.chrome.webdriver import WebDriver

FLAG: Final = "--remote-allow-origins=*"
"""What Chromium has to be started with, to let a page of its own watch another."""

# the panel's "Preserve log": without it only the last page stays in the recording
_KEEP_EVERY_PAGE: Final = """
const {Settings} = await import('./core/common/common.js');
while (!Settings.Settings.hasInstance()) await new Promise(again => setTimeout(again, 20));
for (;;) {
    try {
        Settings.Settings.instance().moduleSetting('network-log.preserve-log').set(true);
        return true;
    } catch {
        await new Promise(again => setTimeout(again, 20));
    }
}
"""
_BEGIN_ANEW: Final = """
const {NetworkLog} = await import('./models/logs/logs.js');
NetworkLog.NetworkLog.instance().reset(true);
return NetworkLog.NetworkLog.instance().requests().length;
"""
_EXPORT: Final = """
const {NetworkLog} = await import('./models/logs/logs.js');
const {Writer} = await import('./models/har/har.js');
const {Progress, StringOutputStream} = await import('./core/common/common.js');
const written = new StringOutputStream.StringOutputStream();
await Writer.Writer.write(
    written, NetworkLog.NetworkLog.instance().requests(), {sanitize: given}, new Progress.Progress()
);
return written.data();
"""


class DevTools:
    """The developer tools of the tab that ``driver`` is on; that tab stays the current one.

    Args:
        driver: Chromium, started with ``FLAG``.
    """

    def __init__(self, driver: WebDriver) -> None:
        self._driver = driver
        self._watched = driver.current_window_handle
        debugger = driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
        driver.switch_to.new_window("tab")
        self._tools = driver.current_window_handle
        driver.get(
            f"http://{debugger}/devtools/devtools_app.html"
            f"?ws={debugger}/devtools/page/{self._watched}&panel=network"
        )
        self._run(_KEEP_EVERY_PAGE)

    def begin_anew(self) -> None:
        """Forget what was recorded, as the panel's *Clear network log* does."""
        assert self._run(_BEGIN_ANEW) == 0

    def har(self, *, sanitised: bool) -> bytes:
        """Return what *Export HAR (sanitized)* or *Export HAR (with sensitive data)* saves."""
        return str(self._run(_EXPORT, sanitised)).encode()

    def _run(self, script: str, given: object = None) -> Any:
        self._driver.switch_to.window(self._tools)
        answer = self._driver.execute_async_script(
            "const [given, done] = arguments;"
            f"(async () => {{{script}}})()"
            ".then(told => done({told}), wrong => done({wrong: String(wrong)}));",
            given,
        )
        self._driver.switch_to.window(self._watched)
        assert "wrong" not in answer, answer["wrong"]
        return answer["told"]
