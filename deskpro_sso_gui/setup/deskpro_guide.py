"""What the admin does on DeskPRO's own screens, as data: one list for each generation of them.

Labels and their order are DeskPRO's own (reference/deskpro.md §3.1, §3.2, reference/article.txt)
and are never translated; a label the reference marks unknown is "may be called".
"""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.instructions import OPEN_STEP, Step
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import (
    LABELS,
    OTHER_LABELS,
    SSO_METHOD_BUTTON,
    Control,
    Label,
    Setting,
    setting_values,
)

CERTIFICATE_STEP: Final = Control.CERTIFICATE.value
"""The step that offers the certificate as a file."""

SECTIONS: Final[Mapping[tuple[Generation, Interface], tuple[str, str]]] = {
    (Generation.LEGACY, Interface.AGENTS): ("Agents", "Auth & SSO"),
    (Generation.LEGACY, Interface.USERS): ("CRM", "Auth & SSO"),
    (Generation.HORIZON, Interface.AGENTS): ("Agents", "Auth & SSO"),
    (Generation.HORIZON, Interface.USERS): ("CRM", "User Auth & SSO"),
}
"""Where DeskPRO keeps its sign-in apps (reference/deskpro.md §3.1)."""

_ADMIN_PATHS: Final[Mapping[Generation, str]] = {
    Generation.LEGACY: "/agent/",
    Generation.HORIZON: "/admin/",
}
"""The only two addresses of the kind that are documented (reference/deskpro.md §3.5)."""

DETAILS: Final = "SAML Details"
"""What DeskPRO calls the box with its two addresses."""

_SAML: Final = {Generation.LEGACY: "SAML Authentication", Generation.HORIZON: "SAML"}
_CUSTOM_XML: Final = "Custom Metadata XML"
_OPEN: Final = N_("Open DeskPRO and sign in as an administrator.")
_LEAVE_DISABLED: Final = N_(
    "Leave this as it is: people keep their usual sign-in until the new one was seen to work."
)
_COPY: Final = N_("Copy the two addresses from this box into the fields below.")
_COPY_OPENED: Final = N_("Open the new app, and copy its two addresses into the fields below.")


def admin_url(helpdesk_url: str, generation: Generation) -> str:
    """Return where DeskPRO's administration begins."""
    return helpdesk_url + _ADMIN_PATHS[generation]


def add_steps(generation: Generation, interface: Interface, idp_url: str) -> tuple[Step, ...]:
    """Return how to add the sign-in app, and where its two addresses are (reference §3.1)."""
    method = LABELS[generation][Setting.SSO_METHOD].text
    disabled = Step(name="disabled", text=_LEAVE_DISABLED, path=(method, SSO_METHOD_BUTTON))
    place = Step(
        name="place",
        text=N_("In the list at the left, go here:"),
        path=("Admin", *SECTIONS[generation, interface]),
    )
    if generation is Generation.LEGACY:
        return (
            Step(name=OPEN_STEP, text=_OPEN),
            Step(
                name="home",
                text=N_("Open the menu at the upper right."),
                path=("AGENT", "Agent Home"),
            ),
            place,
            Step(name="add", text=N_("Add a new sign-in app:"), path=("Add", _SAML[generation])),
            disabled,
            Step(name="details", text=_COPY, path=(DETAILS,)),
        )
    return (
        Step(name=OPEN_STEP, text=_OPEN),
        place,
        Step(
            name="add",
            text=N_("Scroll down and choose the kind of sign-in:"),
            path=("Add Authentication", _SAML[generation]),
        ),
        Step(
            name="url",
            text=N_("DeskPRO wants the address of your app in JumpCloud first. Paste this:"),
            label=LABELS[generation][Setting.SINGLE_SIGN_ON_URL].text,
            value=idp_url,
        ),
        disabled,
        Step(name="press", text=N_("Add the app."), label="Add"),
        Step(
            name="details",
            text=_COPY_OPENED,
            path=("Manage", "Configuration Settings", DETAILS),
        ),
    )


def save_first_steps(
    generation: Generation, interface: Interface, idp_url: str
) -> tuple[Step, ...]:
    """Return what to do where the form shows no *SAML Details* until it was saved once."""
    form, other = LABELS[generation], OTHER_LABELS[generation]
    method, certificate = form[Setting.SSO_METHOD].text, other[Control.CERTIFICATE]
    saved = other[Control.INSTALLED], other[Control.SAVED]
    way = (*SECTIONS[generation, interface], _SAML[generation])
    return (
        Step(
            name="first-disabled",
            text=N_("See that this stands here, so that nothing changes for anybody:"),
            path=(method, SSO_METHOD_BUTTON),
        ),
        Step(
            name="first-url",
            text=N_("If DeskPRO asks for the address of your app in JumpCloud, it is this:"),
            label=form[Setting.SINGLE_SIGN_ON_URL].text,
            value=idp_url,
        ),
        Step(
            name=CERTIFICATE_STEP,
            text=N_("If DeskPRO does not save without a certificate, upload JumpCloud's:"),
            label=certificate.text,
            certain=certificate.certain,
        ),
        *(
            Step(
                name=f"first-{place}",
                text=N_("Press it, where the page shows it:"),
                label=label.text,
                certain=label.certain,
            )
            for place, label in enumerate(saved)
        ),
        Step(
            name="first-again",
            text=N_("Leave the page, open the app again, and copy the two addresses."),
            path=(*way, DETAILS),
        ),
    )


def form_path(generation: Generation, interface: Interface) -> tuple[str, ...]:
    """Return the way to the form of an app that was added (reference/deskpro.md §3.1)."""
    way = ("Admin", *SECTIONS[generation, interface])
    if generation is Generation.LEGACY:
        return (*way, _SAML[generation])
    return (*way, "Manage", "Configuration Settings")


FORM_ORDER: Final[Mapping[Generation, tuple[Setting | Control, ...]]] = {
    Generation.LEGACY: (
        Control.ENABLED,
        Setting.SINGLE_SIGN_ON_URL,
        Setting.SINGLE_LOG_OFF_URL,
        Setting.METADATA_URL,
        Control.CERTIFICATE,
        Control.REQUEST_UNSIGNED,
        Setting.NAME_ID_FORMAT,
        Setting.SSO_METHOD,
        Setting.LOGIN_BUTTON_TEXT,
        Control.INSTALLED,
        Control.SAVED,
    ),
    # an app that is there was added before: what is left to press is the saving
    Generation.HORIZON: (
        Setting.SINGLE_SIGN_ON_URL,
        Setting.SINGLE_LOG_OFF_URL,
        Setting.METADATA_URL,
        Setting.SSO_METHOD,
        Setting.LOGIN_BUTTON_TEXT,
        Control.CERTIFICATE,
        Setting.NAME_ID_FORMAT,
        Control.REQUEST_UNSIGNED,
        Control.ENABLED,
        Control.SAVED,
    ),
}
"""The form's controls from its top; on newer screens those whose place we don't know come last."""

_FORM_TEXTS: Final[Mapping[Setting | Control, str]] = {
    Setting.SINGLE_SIGN_ON_URL: N_("Put JumpCloud's sign-in address here:"),
    Setting.SINGLE_LOG_OFF_URL: N_("Where people land after they sign off:"),
    Setting.METADATA_URL: N_("Put the metadata address here:"),
    Control.CERTIFICATE: N_("Upload the certificate:"),
    Setting.NAME_ID_FORMAT: N_("Choose the e-mail address. If the field wants text, it is this:"),
    Setting.LOGIN_BUTTON_TEXT: N_("What stands on the button people will press:"),
    Setting.SSO_METHOD: N_(
        "Leave it on Disabled for now, even where JumpCloud's own guide says Automatic:"
    ),
    Control.ENABLED: N_("Tick it; without the tick nothing happens:"),
    Control.REQUEST_UNSIGNED: N_("Leave it off; JumpCloud does not have DeskPRO's key:"),
    Control.INSTALLED: N_("Press it, where the page still shows it:"),
    Control.SAVED: N_("Press it at the bottom of the page, or nothing is kept:"),
}
_NO_ADDRESS: Final = N_("There is only a metadata file. Paste its text here instead:")


def form_label(step: Setting | Control, generation: Generation) -> Label:
    """Return what ``generation`` calls a control of the form."""
    if isinstance(step, Setting):
        return LABELS[generation][step]
    return OTHER_LABELS[generation][step]


def form_steps(record: SetupRecord) -> tuple[Step, ...]:
    """Return how to fill in the form, in the order of the admin's own screen."""
    generation = record.helpdesk.generation if record.helpdesk else Generation.HORIZON
    values = setting_values(record)
    return tuple(_form_step(step, generation, values) for step in FORM_ORDER[generation])


def _form_step(
    step: Setting | Control, generation: Generation, values: Mapping[Setting, str]
) -> Step:
    label, text = form_label(step, generation), _FORM_TEXTS[step]
    value = values[step] if isinstance(step, Setting) else ""
    if step is Setting.SSO_METHOD:
        return Step(name=step.value, text=text, path=(label.text, value))
    if step is Setting.METADATA_URL and not value:
        return Step(name=step.value, text=_NO_ADDRESS, label=_CUSTOM_XML, certain=False)
    return Step(name=step.value, text=text, label=label.text, certain=label.certain, value=value)
