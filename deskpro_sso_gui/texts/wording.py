"""Words for the catalogues: problems, statuses and the names of values."""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import PROBLEM_TEXTS, Problem
from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.texts.language import t

_STATUS_TEXTS: Final[Mapping[Status, str]] = {
    Status.TO_DO: N_("to do"),
    Status.READY: N_("ready"),
    Status.NEEDS_ATTENTION: N_("needs attention"),
    Status.DONE: N_("done"),
    Status.STALE: N_("out of date"),
}

VALUE_NAMES: Final[Mapping[Value, str]] = {
    Value.HELPDESK_URL: N_("helpdesk address"),
    Value.INTERFACE: N_("agents or users"),
    Value.ORGANIZATION: N_("JumpCloud organisation"),
    Value.APPLICATION: N_("app in JumpCloud"),
    Value.IDP_URL: N_("JumpCloud sign-in address"),
    Value.IDP_ENTITY_ID: N_("JumpCloud's name"),
    Value.SP_ENTITY_ID: N_("DeskPRO's name"),
    Value.ACS_URL: N_("DeskPRO's return address"),
    Value.SLO_URL: N_("log-off address"),
    Value.CERTIFICATE: N_("certificate"),
    Value.METADATA_URL: N_("metadata address"),
}
"""What the carried values are called in a sentence."""


class ProblemWords(msgspec.Struct, frozen=True, kw_only=True):
    """A problem in the language in use: what we saw, and what to do."""

    title: str
    advice: str


def problem_text(problem: Problem) -> ProblemWords:
    """Return the words of ``problem``."""
    text = PROBLEM_TEXTS[problem.code]
    return ProblemWords(
        title=t(text.title, **problem.values), advice=t(text.advice, **problem.values)
    )


def status_text(status: Status) -> str:
    """Return the word for a stage's status."""
    return t(_STATUS_TEXTS[status])


def value_name(value: Value) -> str:
    """Return what a carried value is called."""
    return t(VALUE_NAMES[value])
