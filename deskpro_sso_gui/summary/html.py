"""The summary as one HTML page that needs nothing beside it."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deskpro_sso_gui import resources
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.summary.wording import HEADINGS, labels
from deskpro_sso_gui.texts import t


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.path("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["opening"] = _opening
    return environment


def _opening(text: str) -> str:
    """Return ``text`` as it stands at the beginning of a line."""
    return text[:1].upper() + text[1:]


def to_html(summary: Summary) -> str:
    """Return the summary as a page: light and dark, fit for printing, with no script in it."""
    return _rendered("summary.html.j2", summary, paper=False)


def to_body(summary: Summary) -> str:
    """Return what the page says without its looks, in HTML that Qt's text document knows too.

    A fingerprint is broken between two of its pairs: on paper no line has room for it.
    """
    return _rendered("summary-body.html.j2", summary, paper=True)


def _rendered(name: str, summary: Summary, *, paper: bool) -> str:
    template = _environment().get_template(name)
    return template.render(summary=summary, headings=HEADINGS, labels=labels, t=t, paper=paper)
