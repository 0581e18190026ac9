"""What is told of a saved set-up in one line."""

from datetime import UTC, datetime
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.progress import must_set_back, next_stage
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.texts import date, t
from deskpro_sso_gui.ui.stage_list import step_name

_EXPIRY_SHOWN_DAYS: Final = 60
_FOR_WHOM: Final = {Interface.AGENTS: N_("for agents"), Interface.USERS: N_("for users")}


def telling_apart(record: SetupRecord) -> list[str]:
    """Return what distinguishes a set-up from others of the same name."""
    facts = []
    if record.helpdesk is not None:
        facts.append(t(_FOR_WHOM[record.helpdesk.interface]))
    if record.application is not None:
        facts.append("…/" + record.application.idp_url.rpartition("/")[2])
    return facts


def setup_facts(record: SetupRecord) -> list[str]:
    """Return where a set-up is, what comes next, and until when its certificate is valid."""
    facts = []
    if record.helpdesk and record.helpdesk.url.partition("://")[2] != record.name:
        facts.append(record.helpdesk.url.partition("://")[2])
    following = next_stage(record)
    if following is None:
        facts.append(t(N_("finished")))
    else:
        step = step_name(following, back_first=must_set_back(record))
        facts.append(t(N_("next: {page}"), page=step))
    return [*facts, *certificate_facts(record)]


def certificate_facts(record: SetupRecord) -> list[str]:
    """Return until when the certificate is valid, where there is one."""
    if record.certificate is None:
        return []
    end = record.certificate.not_after
    days = (end - datetime.now(UTC)).days
    if days < 0:
        return [t(N_("certificate ran out on {date}"), date=date(end))]
    if days <= _EXPIRY_SHOWN_DAYS:
        return [t(N_("certificate runs out on {date}"), date=date(end))]
    return [t(N_("certificate valid until {date}"), date=date(end))]
