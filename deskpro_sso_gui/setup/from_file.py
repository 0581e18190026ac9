"""Make a set-up of one that somebody else's file describes: its values proposed, none believed."""

from datetime import datetime

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.parts import one_line
from deskpro_sso_gui.setup.provenance import Opened
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.trials import Validation


def as_opened(told: SetupRecord, *, record_id: str, at: datetime, file: str) -> SetupRecord:
    """Return a new set-up that proposes what ``told`` says.

    It begins where any new one does. No account, so that no key is used before the admin gives
    one; no application or group "made here", so that undo has nothing to remove; no sign-in seen,
    so that *Automatic* stays locked; and how people sign in to DeskPRO is not known.

    Args:
        told: what the file says.
        record_id: the new set-up's id; never one that the file chose.
        at: now, aware.
        file: the file's name.
    """
    return SetupRecord(
        id=record_id,
        name=told.name,
        practice=told.practice,
        created_at=at,
        changed_at=at,
        validation=Validation(sso_method=SsoMethod.UNKNOWN),
        opened=_proposals(told, at=at, file=file),
    )


def to_hand_on(record: SetupRecord, *, record_id: str, at: datetime) -> SetupRecord:
    """Return ``record`` as it is handed to somebody else: what is proposed of it, and no more.

    What is of this computer or of these people alone stays here: whose key it was, what was typed,
    seen, tried and exported, and who gets in. So does what a reader would not take from a file:
    certificate, metadata address and every proof.

    Args:
        record: the set-up.
        record_id: what to call it outside; a reader's computer chooses its own.
        at: now, aware.
    """
    return as_opened(record, record_id=record_id, at=at, file="")


def _proposals(told: SetupRecord, *, at: datetime, file: str) -> Opened:
    # one that was opened itself, and handed on, may hold nothing but its own proposals
    before = told.opened or Opened(at=at)
    helpdesk, account, tester = told.helpdesk, told.account, told.tester
    application, provider = told.application, told.service_provider
    source = application or before
    suffix = application.idp_url.rpartition("/")[2] if application else before.suffix
    both = provider or before
    has_both = bool(both.sp_entity_id and both.acs_url)
    return Opened(
        at=at,
        file=one_line(file),
        helpdesk_url=helpdesk.url if helpdesk else before.helpdesk_url,
        interface=helpdesk.interface if helpdesk else before.interface,
        generation=helpdesk.generation if helpdesk else before.generation,
        region=told.region or before.region,
        organization=one_line(account.organization.name)
        if account
        else told.by_hand.organization or before.organization,
        tester=one_line(tester.email) if tester else before.tester,
        application_id=application.id if application else before.application_id,
        label=source.label,
        description=source.description,
        hidden=source.hidden,
        suffix=suffix,
        sp_entity_id=both.sp_entity_id if has_both else "",
        acs_url=both.acs_url if has_both else "",
    )
