"""Words for the catalogues: problems, statuses and the names of values."""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import PROBLEM_TEXTS, Problem, ProblemCode
from deskpro_sso_gui.saml.faults import CertificateFault, MetadataFault
from deskpro_sso_gui.setup.plan import FIELD_NAMES, SETTING_NAMES
from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.texts.evidence import certificate_fault_text, metadata_fault_text
from deskpro_sso_gui.texts.language import t

_LONGEST_VALUE: Final = 300

_STATUS_TEXTS: Final[Mapping[Status, str]] = {
    Status.TO_DO: N_("to do"),
    Status.READY: N_("can be done now"),
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
    Value.IDP_ENTITY_ID: N_("JumpCloud's own name (entity ID)"),
    Value.SP_ENTITY_ID: N_("DeskPRO's own name (entity ID)"),
    Value.ACS_URL: N_("DeskPRO's return address"),
    Value.SLO_URL: N_("log-off address"),
    Value.CERTIFICATE: N_("certificate"),
    Value.METADATA_URL: N_("metadata address"),
    Value.APP_CHANGED: N_("app's settings in JumpCloud"),
}
"""What the carried values are called in a sentence."""


class ProblemWords(msgspec.Struct, frozen=True, kw_only=True):
    """A problem in the language in use: what we saw, and what to do."""

    title: str
    advice: str


def problem_text(problem: Problem, *, hidden: Mapping[str, str] | None = None) -> ProblemWords:
    """Return the words of ``problem``; ``hidden`` stands where they would name these values."""
    text = PROBLEM_TEXTS[problem.code]
    hidden = hidden or {}
    values = {
        name: hidden[name] if name in hidden else _value_words(problem.code, name, value)
        for name, value in problem.values.items()
    }
    return ProblemWords(title=t(text.title, **values), advice=t(text.advice, **values))


def _value_words(code: ProblemCode, name: str, value: str) -> str:
    """Return a problem's value; one that is itself a code of ours is put into words."""
    match code, name:
        case ProblemCode.STAGE_NOT_READY, "stage":
            return t(STAGE_BY_ID[StageId(value)].name)
        case _, "settings":
            return _settings(code, value)
        case ProblemCode.CERTIFICATE_UNREADABLE, "reason":
            return certificate_fault_text(CertificateFault(value))
        case ProblemCode.METADATA_UNREADABLE, "reason":
            return metadata_fault_text(MetadataFault(value))
        case _, "action" | "what":
            return t(value)  # a marked text of ours (jumpcloud.purposes)
        case _:
            return value


def _settings(code: ProblemCode, value: str) -> str:
    if code is ProblemCode.CHANGED_MEANWHILE:
        return "; ".join(_moved(line) for line in value.split("\n"))
    return ", ".join(setting_name(key) for key in value.split(", "))


def _moved(line: str) -> str:
    """Return a setting that is another one now, and what it is (``plan.told``)."""
    key, told, value = line.partition("\t")
    if not told:
        return setting_name(key)
    return t(
        N_("{setting} is now “{value}”"),
        setting=setting_name(key),
        value=setting_value(msgspec.json.decode(value)),
    )


def setting_name(key: str) -> str:
    """Return what one of JumpCloud's settings is called; an unknown key is its own name."""
    names = {**SETTING_NAMES, **FIELD_NAMES}
    return t(names[key]) if key in names else key


def setting_value(value: object) -> str:
    """Return a setting's value as one line of plain text."""
    if value is None or value in ("", []):
        return t(N_("not set"))
    if isinstance(value, bool):
        return t(N_("on")) if value else t(N_("off"))
    if isinstance(value, list) and all(isinstance(row, dict) and "name" in row for row in value):
        return ", ".join(f"{row['name']} = {row.get('value', '')}" for row in value)
    if isinstance(value, list | dict):
        value = msgspec.json.encode(value).decode()
    return shortened(str(value))


def shortened(text: str) -> str:
    """Return ``text`` cut to what can still be told from another one at a glance."""
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def status_text(status: Status) -> str:
    """Return the word for a stage's status."""
    return t(_STATUS_TEXTS[status])


def value_name(value: Value) -> str:
    """Return what a carried value is called."""
    return t(VALUE_NAMES[value])
