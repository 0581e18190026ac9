"""The pages, one module per stage. Each is imported when it is first opened.

A page module defines one subclass of ``base.Page`` and exports it as ``PAGE``.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from deskpro_sso_gui.setup.stages import STAGES, StageId

if TYPE_CHECKING:
    from deskpro_sso_gui.ui.pages.base import Page

PAGES: Final = MappingProxyType(
    {stage.id: f"{__name__}.{stage.id.replace('-', '_')}" for stage in STAGES}
)
"""The module of each stage's page, in the stages' order."""


def page_class(stage: StageId) -> "type[Page]":
    """Return the page of ``stage``, importing its module if that was not done before."""
    found: type[Page] = import_module(PAGES[stage]).PAGE
    return found
