"""The plan of ``apply``: TOML in, typed values out, or refused (product, "The plan of apply")."""

import re
import tomllib
from typing import Annotated, Final, Literal

import msgspec

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.tasks.application import DEFAULT_LABEL, DEFAULT_SUFFIX, DESCRIPTION_LIMIT

_ENVIRONMENT: Final = "env:"
_CREDENTIAL: Final = re.compile(rf"keyring|{_ENVIRONMENT}[^=\s\0]+")


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the plan: a key it does not know is a mistake to be told."""


class JumpCloudTable(_Table, frozen=True, kw_only=True):
    """``[jumpcloud]``: ``credential`` is ``keyring`` or ``env:NAME``."""

    region: Literal["auto", "us", "eu", "in"] = "auto"
    credential: str = "keyring"
    organization: str = ""

    @property
    def variable(self) -> str:
        """The environment variable that holds the key, empty where the keyring does."""
        return self.credential.removeprefix(_ENVIRONMENT) if self.credential != "keyring" else ""


class ApplicationTable(_Table, frozen=True, kw_only=True):
    """``[application]``: ``adopt`` is the id of an existing application to use."""

    label: str = DEFAULT_LABEL
    description: Annotated[str, msgspec.Meta(max_length=DESCRIPTION_LIMIT)] = ""
    idp_url_suffix: str = DEFAULT_SUFFIX
    show_in_portal: bool = True
    adopt: str = ""


class DeskproTable(_Table, frozen=True, kw_only=True):
    """``[deskpro]``: what DeskPRO's *SAML Details* show, and JumpCloud's metadata URL."""

    acs_url: str = ""
    sp_entity_id: str = ""
    metadata_url: str = ""


class AccessTable(_Table, frozen=True, kw_only=True):
    """``[access]``: names of groups; ``tester`` is an e-mail address."""

    groups: tuple[str, ...] = ()
    create_missing_groups: bool = False
    tester: str = ""


class ApplyPlan(_Table, frozen=True, kw_only=True):
    """A whole plan; only ``helpdesk`` has to be given."""

    helpdesk: str
    interface: Interface = Interface.AGENTS
    jumpcloud: JumpCloudTable = JumpCloudTable()
    application: ApplicationTable = ApplicationTable()
    deskpro: DeskproTable = DeskproTable()
    access: AccessTable = AccessTable()


def read_plan(text: str) -> ApplyPlan:
    """Read a plan.

    Raises:
        ProblemError: it is no TOML, lacks the helpdesk, or has a key or value that does not fit
            (``PLAN_INVALID``).
    """
    try:
        plan = msgspec.convert(tomllib.loads(text), ApplyPlan)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise ProblemError(ProblemCode.PLAN_INVALID, reason=str(error)[:200]) from error
    if not _CREDENTIAL.fullmatch(plan.jumpcloud.credential):
        # what stands there may be a key, so it is not repeated
        raise ProblemError(ProblemCode.PLAN_INVALID, reason="credential = keyring | env:NAME")
    return plan
