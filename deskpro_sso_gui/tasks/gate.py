"""What every change that could break the sign-in asks first."""

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.gate import breaks_sign_in, method_in_effect
from deskpro_sso_gui.setup.record import SetupRecord


def refuse_lock_out(record: SetupRecord, *, unattended: bool = False) -> None:
    """Refuse a change that the sign-in may not survive while it would lock people out.

    Args:
        record: the set-up.
        unattended: a plan agreed to the change, ``adopt`` in it too, so that not knowing what
            DeskPRO does is no reason; knowing that it is *Automatic* is.

    Raises:
        ProblemError: *SSO Method* is *Automatic*, or not known (``AUTOMATIC_IS_ON``).
    """
    automatic = method_in_effect(record) is SsoMethod.AUTOMATIC
    if breaks_sign_in(record) and (automatic or not unattended):
        raise ProblemError(ProblemCode.AUTOMATIC_IS_ON)
