"""What a page of the sandbox holds: forms, links, fields with their labels. Without any library."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form, as it would be sent now."""

    identifier: str
    action: str
    fields: dict[str, str]
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    """What can be chosen for a field: what is shown, and what is sent."""


class Forms(HTMLParser):
    """Reads the forms of a page, as far as the sandbox has them.

    Attributes:
        found: the forms, in their order.
        values: what stands in the inputs, by their ids.
        labels: the ids of fields by what their labels say.
        links: where links lead, by their ids, and by their words.
        words: everything that can be read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.values: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._said: list[str] = []
        self._select = ""
        self._option: str | None = None
        self._textarea = ""
        self._label: str | None = None
        self._link: str | None = None
        self._inside = ""

    @classmethod
    def of(cls, text: str) -> list[Form]:
        return cls.read(text).found

    @classmethod
    def read(cls, text: str) -> "Forms":
        parser = cls()
        parser.feed(text)
        return parser

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self._said))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(values.get("id", ""), values.get("action", ""), {}))
        elif tag == "select":
            self._select = values["name"]
            self.found[-1].options[self._select] = {}
        elif tag == "option":
            self._option = values["value"]
            if "selected" in values:
                self.found[-1].fields[self._select] = values["value"]
        elif tag == "textarea":
            self._textarea = values["name"]
            self.found[-1].fields[self._textarea] = ""
        elif tag == "label":
            self._label = values.get("for", "")
        elif tag == "a":
            self._link = values.get("href", "")
            self.links[values.get("id", "")] = self._link
        elif tag == "input":
            self._input(values)
        else:
            self._inside = tag

    def _input(self, values: dict[str, str]) -> None:
        self.values[values.get("id", "")] = values.get("value", "")
        left_out = values.get("type") == "file" or (
            values.get("type") == "checkbox" and "checked" not in values
        )
        if "name" in values and self.found and not left_out:
            self.found[-1].fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "option":
            self._option = None
        elif tag == "label":
            self._label = None
        elif tag == "a":
            self._link = None
        self._inside = ""

    def handle_data(self, data: str) -> None:
        said = data.strip()
        if self._textarea:
            self.found[-1].fields[self._textarea] += data
        elif said and self._inside not in {"style", "script"}:
            self._said.append(said)
        if said and self._option is not None:
            self.found[-1].options[self._select][said] = self._option
        if said and self._label:
            self.labels[said] = self._label
        if said and self._link is not None:
            self.links[said] = self._link
