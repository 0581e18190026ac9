"""How the window looks: sizes, colours, icons. The only place with a colour, a font or a size.

Widgets name what a thing *is* (``set_kind``, ``set_role``) and take sizes from ``Space`` and
``Size``; the style sheet made in ``style`` gives it its looks.
"""

from deskpro_sso_gui.ui.theme.apply import Scheme, Theme, set_flag, set_kind, set_role
from deskpro_sso_gui.ui.theme.icons import Icon
from deskpro_sso_gui.ui.theme.tokens import Kind, Role, Size, Space

__all__ = [
    "Icon",
    "Kind",
    "Role",
    "Scheme",
    "Size",
    "Space",
    "Theme",
    "set_flag",
    "set_kind",
    "set_role",
]
