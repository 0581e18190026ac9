"""The words of the summary: headings, and what a code of the record is called."""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.summary.model import ProofState, SettingEntry


class Headings(msgspec.Struct, frozen=True, kw_only=True):
    """The headings and fixed labels of the documents, marked for translation."""

    remaining: str = N_("Left to do")
    nothing_remaining: str = N_("Nothing is left to do.")
    stages: str = N_("The ten steps")
    settings: str = N_("What DeskPRO's form gets")
    settings_why: str = N_(
        "Where DeskPRO's older and newer screens call a control differently, the older name "
        "stands first."
    )
    alongside: str = N_("In the same form")
    values: str = N_("Values and fingerprints")
    access: str = N_("Who gets in")
    proofs: str = N_("How the sign-in was tried")
    issued: str = N_("JumpCloud issued it")
    accepted: str = N_("DeskPRO let them in")
    not_seen: str = N_("not seen yet")
    unchecked: str = N_("What could not be checked")
    ways_back: str = N_("If nobody gets in: the way back")
    dates: str = N_("Dates to remember")
    no_dates: str = N_("None yet: the certificate is not known.")
    past: str = N_("past")
    practice: str = N_("Practice: made in the sandbox, not in a real JumpCloud or DeskPRO.")
    made: str = N_("Made on {moment} with {program} {version}")
    no_secret: str = N_("This page holds no password and no key.")


HEADINGS: Final = Headings()

INTERFACE_NAMES: Final[Mapping[Interface, str]] = {
    Interface.AGENTS: N_("agents"),
    Interface.USERS: N_("users"),
}

FLOW_NAMES: Final[Mapping[Flow, str]] = {
    Flow.FROM_DESKPRO: N_("Begun with DeskPRO's sign-in button"),
    Flow.FROM_JUMPCLOUD: N_("Begun with the tile in JumpCloud's portal"),
    Flow.AFTER_SWITCH: N_("Once more, after the switch to Automatic"),
}

PROOF_STATES: Final[Mapping[ProofState, str]] = {
    ProofState.PROVEN: N_("seen to work"),
    ProofState.STALE: N_("worked before, to be tried again"),
    ProofState.HALF: N_("seen on one side only"),
    ProofState.FAILED: N_("did not work"),
    ProofState.NOT_TRIED: N_("not tried yet"),
}

EVIDENCE_WORDS: Final[Mapping[Evidence, str]] = {
    Evidence.EVENT: N_("{moment}, from JumpCloud's list of sign-ins"),
    Evidence.CAPTURE: N_("{moment}, from a capture of the browser"),
    Evidence.ADMIN: N_("{moment}, confirmed by the administrator"),
}

STAGE_TASKS: Final[Mapping[StageId, str]] = {
    StageId.PREREQUISITES: N_(
        "Say which helpdesk it is, which JumpCloud organisation, and who will try the sign-in."
    ),
    StageId.APPLICATION: N_("Create the app for DeskPRO in JumpCloud."),
    StageId.DESKPRO_ADD: N_(
        "In DeskPRO, under Auth & SSO, add SAML and leave SSO Method on Disabled. Then copy "
        "Consumer Service URL (ACS) and Metadata URL (Entity ID) from SAML Details."
    ),
    StageId.JUMPCLOUD_SSO: N_("Put DeskPRO's two addresses into the app in JumpCloud."),
    StageId.CERTIFICATE: N_(
        "Get the certificate: JumpCloud, the app, SSO tab, IDP Certificate Valid, Download "
        "certificate."
    ),
    StageId.METADATA: N_(
        "Copy the metadata address: JumpCloud, the app, SSO tab, Copy Metadata URL."
    ),
    StageId.DESKPRO_CONFIGURE: N_(
        "Put the six settings below into DeskPRO's form, upload certificate.pem, then choose "
        "Install App and Save Settings."
    ),
    StageId.ACCESS: N_("Choose in JumpCloud which user groups may use DeskPRO."),
    StageId.VALIDATE: N_(
        "Try the sign-in in a private window, from DeskPRO's button and from JumpCloud's portal, "
        "while an administrator stays signed in to DeskPRO. Only then decide about Automatic."
    ),
}
"""What a person has to do for a stage that is not done; the summary itself is no task."""


def labels(setting: SettingEntry) -> tuple[str, ...]:
    """Return what a control is called: the older screens' label, then the newer one if another."""
    if setting.horizon == setting.legacy:
        return (setting.legacy,)
    return (setting.legacy, setting.horizon)
