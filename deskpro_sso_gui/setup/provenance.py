"""What a set-up file said that was opened, not made here: all of it proposals."""

from enum import StrEnum, unique

from deskpro_sso_gui.setup.facts import Generation, Interface, Region
from deskpro_sso_gui.setup.parts import Line, Moment, Part


@unique
class Settled(StrEnum):
    """How it was settled whether the file's two addresses are DeskPRO's.

    ``READ``: DeskPRO itself said so, at the helpdesk the admin had confirmed. ``ADMIN``: the admin
    said so with the hosts before her eyes, or gave addresses of her own. ``LEFT_OUT``: they are
    not used.
    """

    READ = "read"
    ADMIN = "admin"
    LEFT_OUT = "left-out"


class Opened(Part, frozen=True, kw_only=True):
    """What the file said. Nothing of it was used yet; all of it is only proposed.

    What could do harm by being proposed is left behind: certificate and metadata address, by which
    DeskPRO would believe somebody else's JumpCloud, and whatever counts as proof.

    Attributes:
        at: when it was opened.
        file: its name.
        helpdesk_url: not normalised, perhaps no address at all.
        organization: its name.
        tester: an e-mail address.
        application_id: of the application it names in JumpCloud.
        suffix: the end of that application's IdP URL.
        settled: None until the two addresses have been.
    """

    at: Moment
    file: Line = ""
    helpdesk_url: Line = ""
    interface: Interface = Interface.AGENTS
    generation: Generation = Generation.HORIZON
    region: Region | None = None
    organization: Line = ""
    tester: Line = ""
    application_id: Line = ""
    label: Line = ""
    description: Line = ""
    hidden: bool = False
    suffix: Line = ""
    sp_entity_id: Line = ""
    acs_url: Line = ""
    settled: Settled | None = None

    @property
    def pending(self) -> bool:
        """Say whether there are addresses that nobody has confirmed or left out yet."""
        return self.settled is None and bool(self.sp_entity_id or self.acs_url)
