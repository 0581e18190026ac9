"""What an admin without a key does in JumpCloud's Admin Portal, page by page.

The way and the labels are those of JumpCloud's article "Integrate with DeskPRO" (old) and of
reference/conditions.md, *Traps* 14 (new); those of the SSO tab are JumpCloud's article "SSO
Application Connector Fields" (reference/jumpcloud-api.md §3.2). The values are those the program
would write itself (``setup/plan.py``).
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.instructions import OPEN_STEP, Step
from deskpro_sso_gui.setup.parts import Connector, PortalLabels

WAYS: Final[Mapping[PortalLabels, tuple[str, ...]]] = {
    PortalLabels.NEW: ("Access", "SSO Applications"),
    PortalLabels.OLD: ("USER AUTHENTICATION", "SSO Applications"),
}
"""Where the portal keeps its apps, in its menu."""

SEARCHES: Final[Mapping[Connector, str]] = {Connector.CUSTOM: "SAML", Connector.DESKPRO: "DeskPRO"}
"""What to type into the portal's *Search* field."""

_ENTRIES: Final[Mapping[Connector, tuple[str, bool]]] = {
    Connector.CUSTOM: ("Custom SAML App", False),
    Connector.DESKPRO: ("DeskPRO", True),
}
_OPEN: Final = Step(
    name=OPEN_STEP, text=N_("Open the JumpCloud Admin Portal and sign in as an administrator.")
)
_GO: Final = N_("In the menu at the left, go here:")
_GO_TO_TAB: Final = N_("Go here; a click on the app's row opens it:")
_SAVE: Final = Step(name="save", text=N_("Save it."), label="save")
_MAY_LACK: Final = N_("JumpCloud's own DeskPRO entry may not have this field. Then leave it out.")
_ATTRIBUTE: Final = N_("Add a row: the name DeskPRO uses, then the field of JumpCloud's user:")


class _Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the SSO tab.

    Attributes:
        chosen: the value is one of a list, or a tick: it is shown beside the label, not copied.
        everywhere: every connector has it.
    """

    text: str
    label: str
    chosen: bool = False
    everywhere: bool = True


FIELDS: Final[Mapping[str, _Field]] = {
    "idpEntityId": _Field(
        text=N_("JumpCloud's own name, by which DeskPRO will know it:"), label="IdP Entity ID"
    ),
    "spEntityId": _Field(text=N_("DeskPRO's name:"), label="SP Entity ID"),
    "acsUrl": _Field(text=N_("Where people are sent after the sign-in:"), label="ACS URL"),
    "subjectField": _Field(
        text=N_("What tells DeskPRO who it is. Choose:"),
        label="SAMLSubject NameID",
        chosen=True,
        everywhere=False,
    ),
    "overrideNameIdFormat": _Field(
        text=N_("The form of that name. Choose:"),
        label="SAMLSubject NameID Format",
        everywhere=False,
    ),
    "signatureAlgorithm": _Field(
        text=N_("How the sign-in is signed. Choose:"),
        label="Signature Algorithm",
        chosen=True,
        everywhere=False,
    ),
    "signAssertion": _Field(
        text=N_("JumpCloud is to sign what it says. Tick this:"),
        label="Sign Assertion",
        everywhere=False,
    ),
    "declareRedirectEndpoint": _Field(
        text=N_("DeskPRO may send people straight to JumpCloud. Tick this:"),
        label="Declare Redirect Endpoint",
    ),
}
"""The fields by their key in JumpCloud's ``config``, in the order of the portal's form."""


def application_steps(
    labels: PortalLabels, connector: Connector, *, label: str, suffix: str
) -> tuple[Step, ...]:
    """Return how to make the app: ``label`` names it, ``suffix`` ends its IdP URL."""
    entry, certain = _ENTRIES[connector]
    return (
        _OPEN,
        Step(name="place", text=_GO, path=WAYS[labels]),
        Step(name="add", text=N_("Begin a new app:"), label="+ Add New Application"),
        Step(
            name="search",
            text=N_("Type this into the search field:"),
            label="Search",
            value=SEARCHES[connector],
        ),
        Step(name="entry", text=N_("Choose this entry:"), label=entry, certain=certain),
        Step(name="next", text=N_("Go on."), label="Next"),
        Step(
            name="label",
            text=N_("Give the app this name. People see it on their tile:"),
            label="Display Label",
            value=label,
        ),
        Step(
            name="shown",
            text=N_("Leave this ticked, so that people see the tile:"),
            label="Show in User Portal",
        ),
        Step(
            name="address",
            text=N_("Open this part. The address has to end like this; it can't be changed later:"),
            path=("Advanced Settings", "SSO IdP URL"),
            value=suffix,
        ),
        Step(name="save", text=N_("Save the app."), label="Save Application"),
        Step(
            name="close",
            text=N_("JumpCloud says that it worked. Its settings come two pages further on."),
            label="Close",
        ),
    )


def sso_steps(
    labels: PortalLabels,
    connector: Connector,
    *,
    label: str,
    idp_url: str,
    sp_entity_id: str,
    acs_url: str,
) -> tuple[Step, ...]:
    """Return how to set the app called ``label`` up on its SSO tab."""
    wanted = plan.wanted_config(idp_url=idp_url, sp_entity_id=sp_entity_id, acs_url=acs_url)
    may_lack = connector is Connector.DESKPRO
    return (
        _OPEN,
        Step(name="place", text=_GO_TO_TAB, path=(*WAYS[labels], label, "SSO")),
        *(
            _field_step(key, field, wanted[key], may_lack=may_lack)
            for key, field in FIELDS.items()
            if key in wanted
        ),
        Step(
            name="attributes",
            text=N_("Find this part; the next steps add rows to it:"),
            label="User Attribute Mapping",
            certain=False,
        ),
        *(
            Step(name=f"attribute-{row['name']}", text=_ATTRIBUTE, path=(row["name"], row["value"]))
            for row in wanted["databaseAttributes"]
        ),
        Step(
            name="placeholders",
            text=N_("Look once more: neither YOURDOMAIN nor SUBDOMAIN may be left anywhere."),
        ),
        _SAVE,
    )


def _field_step(key: str, field: _Field, wanted: Any, *, may_lack: bool) -> Step:
    note = _MAY_LACK if may_lack and not field.everywhere else ""
    if wanted is True:
        return Step(name=key, text=field.text, label=field.label, note=note)
    if field.chosen:
        return Step(name=key, text=field.text, path=(field.label, str(wanted)), note=note)
    return Step(name=key, text=field.text, label=field.label, value=str(wanted), note=note)


def certificate_steps(labels: PortalLabels, *, label: str) -> tuple[Step, ...]:
    """Return how to download the certificate of the app called ``label``."""
    return (
        _OPEN,
        Step(name="place", text=_GO_TO_TAB, path=(*WAYS[labels], label, "SSO")),
        Step(
            name="download",
            text=N_("Open the menu at the certificate, and download it:"),
            path=("IDP Certificate Valid", "Download certificate"),
        ),
    )


def metadata_way(labels: PortalLabels, *, label: str) -> tuple[str, ...]:
    """Return the way to *Copy Metadata URL*; ``label`` is the app's, empty while unknown."""
    return (*WAYS[labels], *filter(None, (label,)), "SSO", "Copy Metadata URL")


def access_steps(labels: PortalLabels, *, label: str) -> tuple[Step, ...]:
    """Return how to give user groups access to the app called ``label``."""
    return (
        _OPEN,
        Step(name="place", text=_GO_TO_TAB, path=(*WAYS[labels], label, "User Groups")),
        Step(
            name="tick",
            text=N_("Tick the groups whose people may use DeskPRO."),
            note=N_(
                "If none fits, make one first in the portal's list of user groups, and put people "
                "into it there."
            ),
        ),
        _SAVE,
    )
