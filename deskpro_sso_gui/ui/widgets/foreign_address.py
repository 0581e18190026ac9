"""An address that only a file speaks of: its host first and in bold, for that is what decides."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.net.addresses import normalise_helpdesk
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.ui.theme import Role, Space
from deskpro_sso_gui.ui.widgets.labels import CONSOLE, PlainLabel, value_label


def plain_host(address: str) -> str:
    """Return the host of ``address``, with its port if it has one; empty where it has none.

    As DNS knows it: letters that only look like others become plain to see.
    """
    try:
        return normalise_helpdesk(address).url.partition("://")[2] if "://" in address else ""
    except ProblemError:
        return ""


class ForeignAddress(QWidget):
    """The host in bold, and the whole address below it.

    Args:
        label: what a console calls the address; empty for none.
    """

    def __init__(self, label: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HAIR)
        if label:
            caption = PlainLabel(label, Role.CAPTION)
            caption.setProperty(CONSOLE, True)  # noqa: FBT003 - Qt's signature
            column.addWidget(caption)
        self.host = value_label("", Role.STRONG)
        self.whole = value_label("", Role.MUTED)
        column.addWidget(self.host)
        column.addWidget(self.whole)

    def show_address(self, address: str) -> None:
        """Show ``address``; one without a host is shown as it is."""
        host = plain_host(address)
        self.host.setText(host or address)
        self.whole.setText(address)
        self.whole.setVisible(bool(host) and host != address.partition("://")[2])
