"""The ten stages of a set-up, as data.

Their ids name them everywhere: in code, tests, the set-up file and findings. Their order is the
order of JumpCloud's article "Integrate with DeskPRO".
"""

from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_


@unique
class StageId(StrEnum):
    """One stage of the set-up."""

    PREREQUISITES = "prerequisites"
    APPLICATION = "application"
    DESKPRO_ADD = "deskpro-add"
    JUMPCLOUD_SSO = "jumpcloud-sso"
    CERTIFICATE = "certificate"
    METADATA = "metadata"
    DESKPRO_CONFIGURE = "deskpro-configure"
    ACCESS = "access"
    VALIDATE = "validate"
    SUMMARY = "summary"


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What a stage is called and why it is there.

    Attributes:
        id: its name in code and files.
        name: its line in the stage list, marked for translation.
        title: the heading of its page, marked for translation.
        why: one sentence that says why the stage exists, marked for translation.
        article: the section of JumpCloud's article it covers, empty for the last.
        after: the stages that must have been done before it can begin.
    """

    id: StageId
    name: str
    title: str
    why: str
    article: str
    after: frozenset[StageId] = frozenset()


STAGES: Final[tuple[Stage, ...]] = (
    Stage(
        id=StageId.PREREQUISITES,
        name=N_("Before you start"),
        title=N_("Before you start"),
        why=N_("We need to know your helpdesk, your JumpCloud and who will try the sign-in."),
        article="Prerequisites",
    ),
    Stage(
        id=StageId.APPLICATION,
        name=N_("JumpCloud app"),
        title=N_("Create the app in JumpCloud"),
        why=N_("JumpCloud needs an entry for DeskPRO. Your people will see it as a tile."),
        article="Creating a new JumpCloud Application Integration",
        after=frozenset({StageId.PREREQUISITES}),
    ),
    Stage(
        id=StageId.DESKPRO_ADD,
        name=N_("Add in DeskPRO"),
        title=N_("Add JumpCloud in DeskPRO"),
        why=N_("DeskPRO now makes two addresses of its own. JumpCloud has to know both."),
        article="To configure DeskPRO 1",
        after=frozenset({StageId.PREREQUISITES, StageId.APPLICATION}),
    ),
    Stage(
        id=StageId.JUMPCLOUD_SSO,
        name=N_("JumpCloud sign-in"),
        title=N_("Set up the sign-in in JumpCloud"),
        why=N_("JumpCloud must send people to exactly the address that DeskPRO expects."),
        article="To configure JumpCloud",
        after=frozenset({StageId.APPLICATION, StageId.DESKPRO_ADD}),
    ),
    Stage(
        id=StageId.CERTIFICATE,
        name=N_("Certificate"),
        title=N_("Check the certificate"),
        why=N_(
            "JumpCloud signs every sign-in with it. DeskPRO needs the same one, or nobody gets in."
        ),
        article="Download the certificate",
        after=frozenset({StageId.APPLICATION}),
    ),
    Stage(
        id=StageId.METADATA,
        name=N_("Metadata address"),
        title=N_("Copy the metadata address"),
        why=N_("DeskPRO reads JumpCloud's details from this address by itself."),
        article="Copy the metadata URL",
        after=frozenset({StageId.APPLICATION}),
    ),
    Stage(
        id=StageId.DESKPRO_CONFIGURE,
        name=N_("Fill in DeskPRO"),
        title=N_("Fill in DeskPRO"),
        why=N_("DeskPRO has to know where JumpCloud is and how to recognise it."),
        article="Configure DeskPRO 2",
        after=frozenset({StageId.DESKPRO_ADD, StageId.CERTIFICATE, StageId.METADATA}),
    ),
    Stage(
        id=StageId.ACCESS,
        name=N_("Who gets in"),
        title=N_("Choose who gets in"),
        why=N_("JumpCloud lets nobody into DeskPRO until you name a group of people."),
        article="Authorizing User SSO Access",
        after=frozenset({StageId.APPLICATION}),
    ),
    Stage(
        id=StageId.VALIDATE,
        name=N_("Try it"),
        title=N_("Try the sign-in"),
        why=N_("We switch nothing over before we have seen one person get in."),
        article="Validating SSO authentication workflow(s)",
        after=frozenset({StageId.JUMPCLOUD_SSO, StageId.DESKPRO_CONFIGURE, StageId.ACCESS}),
    ),
    Stage(
        id=StageId.SUMMARY,
        name=N_("Summary"),
        title=N_("Keep the summary"),
        why=N_("A page to file: what was set up, when it runs out, and the way back."),
        article="",
        after=frozenset({StageId.VALIDATE}),
    ),
)

STAGE_BY_ID: Final = {stage.id: stage for stage in STAGES}
