"""The summary as one HTML page that needs nothing beside it."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deskpro_sso_gui import resources
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.summary.wording import HEADINGS, labels
from deskpro_sso_gui.texts import t


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resources.path("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def to_html(summary: Summary) -> str:
    """Return the summary as a page: light and dark, fit for printing, with no script in it."""
    template = _environment().get_template("summary.html.j2")
    return template.render(summary=summary, headings=HEADINGS, labels=labels, t=t)
