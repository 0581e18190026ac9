"""Somebody at a browser that runs no scripts, made of Python's own library alone."""

import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Final

from tests.support.forms import Form, Forms

PASSWORD: Final = "practice"
_LIMIT_S: Final = 60.0


class PlainBrowser:
    """Keeps cookies, follows redirects and links, sends forms; a new one is a private window.

    Attributes:
        url: where it is.
        page: what it shows.
    """

    def __init__(self) -> None:
        """Open a private window."""
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()),
            urllib.request.ProxyHandler({}),  # the sandbox is on this computer
        )
        self.url = ""
        self.text = ""
        self.page = Forms()

    def open(self, address: str) -> None:
        """Go to ``address``."""
        self._load(self._request(address))

    def follow(self, link: str) -> None:
        """Click the link with this id, or with these words."""
        assert link in self.page.links, f"no link {link!r} on the page: {self.page.words}"
        self.open(self.page.links[link])

    def downloads(self, link: str) -> str:
        """Return the text that a link leads to, and stay on the page."""
        request = self._request(self.page.links[link])
        with self._opener.open(request, timeout=_LIMIT_S) as answer:
            content: bytes = answer.read()
        return content.decode()

    def form(self, identifier: str = "") -> Form:
        """Return the form with this id; the first one without."""
        found = [
            each for each in self.page.found if not identifier or each.identifier == identifier
        ]
        assert found, f"no form {identifier!r} on the page: {self.page.words}"
        return found[0]

    def send(self, form: Form, files: dict[str, bytes] | None = None) -> None:
        """Press the button of ``form``, with ``files`` chosen."""
        kind, body = _as_parts(form.fields, files or {})
        self._load(self._request(form.action, body, {"Content-Type": kind}))

    def signs_in(self, email: str) -> None:
        """Fill in a sign-in page, and let JumpCloud's answer go where it has to."""
        form = self.form("login")
        form.fields |= {"email": email, "password": PASSWORD}
        self.send(form)
        if any(each.identifier == "answer" for each in self.page.found):
            self.send(self.form("answer"))

    def reads(self, words: str) -> None:
        """Fail unless the page says ``words``."""
        assert words in self.page.words, f"not {words!r} but: {self.page.words}"

    def _request(
        self, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> urllib.request.Request:
        whole = urllib.parse.urljoin(self.url, address)
        assert whole.startswith(("http://", "https://")), whole
        return urllib.request.Request(whole, body, dict(headers or {}))  # noqa: S310 - as said

    def _load(self, request: urllib.request.Request) -> None:
        with self._opener.open(request, timeout=_LIMIT_S) as answer:
            self.url = answer.geturl()
            self.text = answer.read().decode()
        self.page = Forms.read(self.text)


def _as_parts(fields: dict[str, str], files: dict[str, bytes]) -> tuple[str, bytes]:
    """Return a form as ``multipart/form-data``: its media type and its body."""
    border = uuid.uuid4().hex
    body = b""
    for name, value in fields.items():
        body += f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        body += value.encode() + b"\r\n"
    for name, content in files.items():
        head = f'form-data; name="{name}"; filename="{name}.pem"'
        body += f"--{border}\r\nContent-Disposition: {head}\r\n\r\n".encode() + content + b"\r\n"
    return f"multipart/form-data; boundary={border}", body + f"--{border}--\r\n".encode()
