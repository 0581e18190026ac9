"""Seen only in a recording of a browser: H1 to H15."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import Condition

CONDITIONS: Final[tuple[Condition, ...]] = ()
