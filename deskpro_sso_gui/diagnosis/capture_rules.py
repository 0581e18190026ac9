"""Rules over recordings of a browser: H1 to H15."""

from typing import Final

from deskpro_sso_gui.diagnosis.evidence import Rule

RULES: Final[tuple[Rule, ...]] = ()
