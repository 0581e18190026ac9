"""JumpCloud's settings as rows of a table: what each is now, and what it should be."""

from collections.abc import Iterable

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.plan import Difference, Moved
from deskpro_sso_gui.texts import setting_name, setting_value, t
from deskpro_sso_gui.ui.widgets.comparison_table import ComparisonRow

_CERTIFICATE = "idpCertificate"


def rows(differences: Iterable[Difference]) -> list[ComparisonRow]:
    """Return ``differences`` as rows."""
    return [_row(each) for each in differences]


def _row(difference: Difference) -> ComparisonRow:
    now = (
        setting_value(difference.now)
        if difference.available
        else t(N_("This connector has no such setting."))
    )
    return ComparisonRow(
        setting=setting_name(difference.setting),
        now=now,
        should=setting_value(difference.wanted),
        differs=difference.differs,
        available=difference.available,
    )


def moved_rows(moves: Iterable[Moved]) -> list[ComparisonRow]:
    """Return what somebody else changed as rows: what it is now, and what it was."""
    return [
        ComparisonRow(
            setting=setting_name(each.setting),
            now=_value(each.setting, each.now, N_("another one")),
            should=_value(each.setting, each.was, N_("the one before")),
            differs=True,
        )
        for each in moves
    ]


def _value(setting: str, value: object, certificate: str) -> str:
    # two certificates can't be told apart by their first hundred letters
    return t(certificate) if setting == _CERTIFICATE and value else setting_value(value)
