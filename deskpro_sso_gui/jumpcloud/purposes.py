"""What a call is for, in words: "JumpCloud does not let this key do that: …"."""

from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_


class Purpose(msgspec.Struct, frozen=True, kw_only=True):
    """What a call is for.

    Attributes:
        action: what the key may not do, when it may not.
        what: what is gone, when it is gone.
    """

    action: str
    what: str


_THE_APP: Final = N_("the app")
_THE_GROUP: Final = N_("the user group")
_THE_ORGANIZATION: Final = N_("the organisation")

SIGN_IN: Final = Purpose(
    action=N_("sign in with the service account"), what=N_("the service account")
)
SEE_ORGANIZATIONS: Final = Purpose(action=N_("see the organisation"), what=_THE_ORGANIZATION)
SEE_ADMINISTRATOR: Final = Purpose(
    action=N_("see whose key it is"), what=N_("the administrator's account")
)
SEE_TEMPLATES: Final = Purpose(
    action=N_("see the apps JumpCloud offers"), what=N_("the list of apps JumpCloud offers")
)
SEE_APPLICATIONS: Final = Purpose(action=N_("see the apps"), what=_THE_APP)
CREATE_APPLICATION: Final = Purpose(action=N_("create an app"), what=_THE_APP)
CHANGE_APPLICATION: Final = Purpose(action=N_("change the app"), what=_THE_APP)
DELETE_APPLICATION: Final = Purpose(action=N_("delete the app"), what=_THE_APP)
CHANGE_LOGO: Final = Purpose(action=N_("change the app's picture"), what=_THE_APP)
READ_METADATA: Final = Purpose(action=N_("read the app's metadata"), what=_THE_APP)
SEE_GROUPS: Final = Purpose(action=N_("see the user groups"), what=_THE_GROUP)
CREATE_GROUP: Final = Purpose(action=N_("create a user group"), what=_THE_GROUP)
DELETE_GROUP: Final = Purpose(action=N_("delete a user group"), what=_THE_GROUP)
SEE_ACCESS: Final = Purpose(action=N_("see who may use the app"), what=_THE_APP)
CHANGE_ACCESS: Final = Purpose(
    action=N_("change who may use the app"), what=N_("the app or the user group")
)
SEE_USERS: Final = Purpose(action=N_("see the users"), what=N_("the user"))
SEE_EVENTS: Final = Purpose(action=N_("see the sign-ins"), what=N_("the list of sign-ins"))
