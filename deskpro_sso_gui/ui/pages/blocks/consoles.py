"""Where the two products' own pages are, to be opened in the browser."""

from typing import TYPE_CHECKING

from deskpro_sso_gui.deskpro.client import SIGN_IN_PATHS
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.trials import Flow

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.session import Session


def jumpcloud_application_page(session: "Session") -> str:
    """Return JumpCloud's page of the application; the console's first page where that is unknown.

    The real console's address of an application is not documented.
    """
    record, sandbox = session.record, session.services.sandbox
    if sandbox is not None:
        known = record.application.id if record.application else ""
        return f"{sandbox.jumpcloud}/admin/applications/{known}".rstrip("/")
    if record.region is None:
        return ""
    return f"{session.services.endpoints(record.region).console}/"


def start_address(record: SetupRecord, flow: Flow) -> str:
    """Return where a person begins ``flow`` (reference/deskpro.md §5); empty while unknown."""
    if flow is Flow.FROM_JUMPCLOUD:
        return record.slo_url
    if record.helpdesk is None:
        return ""
    return f"{record.helpdesk.url.rstrip('/')}{SIGN_IN_PATHS[record.helpdesk.interface]}"
