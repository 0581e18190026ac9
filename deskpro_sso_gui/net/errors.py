"""What went wrong between this computer and a server."""

from deskpro_sso_gui.problems import ProblemCode, ProblemError


class NetError(ProblemError):
    """No usable answer came.

    Attributes:
        sent: the request may have been carried out; a write is to be looked up before it is
            sent again.
    """

    def __init__(self, code: ProblemCode, /, *, sent: bool, **values: str) -> None:
        """Make the error of ``code``; ``values`` are shown to the admin."""
        super().__init__(code, **values)
        self.sent = sent
