"""HTML pages of the sandbox: every one wears the band that says it is practice."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

TEMPLATES: Final = Path(__file__).parent / "templates"


def page(
    template: str,
    *,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """Answer with ``templates/<template>``, which extends ``base.html``.

    Every value is escaped. ``base.html`` has the blocks ``title``, ``product`` (the name in the
    header), ``head`` and ``content``.
    """
    text = _environment().get_template(template).render(**values)
    return HTMLResponse(
        text,
        status_code=status_code,
        headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"} | (headers or {}),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
