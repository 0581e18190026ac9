"""What a recorded web page would have sent on, asks for, or says."""

import re
from typing import Final
from urllib.parse import urljoin

import msgspec
from lxml import etree

_FIELDS: Final = (b"SAMLRequest", b"SAMLResponse")
_PASSWORD: Final = re.compile(r"type\s*=\s*[\"']?password\b", re.IGNORECASE)
_UNSEEN: Final = re.compile(
    r"<(script|style|head|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(r"<[^>]*>")
_REFERENCES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
_SAID_CHARACTERS: Final = 300
_SEARCHED_CHARACTERS: Final = 200_000


class PageForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that carries a message.

    Attributes:
        action: the absolute address it is sent to.
        fields: the values of its input fields by name, the last of several.
    """

    action: str
    fields: dict[str, str]


def message_forms(page: str, address: str) -> tuple[PageForm, ...]:
    """Find the forms with a field ``SAMLRequest`` or ``SAMLResponse`` in a page at ``address``."""
    data = page.encode("utf-8", errors="replace")
    if not any(field in data for field in _FIELDS):
        return ()
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return ()
    if root is None:
        return ()
    forms = []
    for form in root.iter("form"):
        fields = {
            found.get("name", ""): found.get("value", "") or (found.text or "")
            for found in form.iter("input", "textarea")
        }
        if any(field.decode() in fields for field in _FIELDS):
            forms.append(PageForm(action=absolute(address, form.get("action", "")), fields=fields))
    return tuple(forms)


def asks_password(page: str) -> bool:
    """Tell whether a page has a field for a password."""
    return _PASSWORD.search(page) is not None


def words_of(page: str) -> str:
    """Return what a page says to a reader, shortened."""
    text = _TAG.sub(" ", _UNSEEN.sub(" ", page[:_SEARCHED_CHARACTERS]))
    for reference, character in _REFERENCES.items():
        text = text.replace(reference, character)
    words = " ".join(text.split())
    return words if len(words) <= _SAID_CHARACTERS else f"{words[:_SAID_CHARACTERS]}…"


def absolute(base: str, address: str) -> str:
    """Return ``address`` as a browser at ``base`` would go to it; as written where it is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address
