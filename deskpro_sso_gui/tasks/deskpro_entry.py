"""Whether DeskPRO goes by this set-up's sign-in entry at all, as far as it shows that."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.net import NetError, Request
from deskpro_sso_gui.net.addresses import origin
from deskpro_sso_gui.net.types import DOCUMENT_LIMIT
from deskpro_sso_gui.setup import progress
from deskpro_sso_gui.setup.facts import Interface, SignInSource, SsoMethod
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.deskpro.client import DeskPro

_FIRST_ERROR = 400
_NO_SUCH_APP = 404


async def entry_mistakes(
    session: Session, client: "DeskPro", listed: Sequence[SignInSource] | None
) -> tuple[Finding, ...]:
    """Return what is wrong with DeskPRO's entry as a whole (reference/conditions.md, W2 to W5).

    Args:
        session: the set-up.
        client: asks its helpdesk.
        listed: the ways to sign in that DeskPRO lists on the set-up's side; None where it does not.
    """
    record = session.record
    if record.helpdesk is None:
        return ()
    rules = await load("deskpro_sso_gui.diagnosis.order_rules")
    interface = record.helpdesk.interface
    number = record.service_provider.source_id if record.service_provider else None
    is_here = any(each.id == number for each in listed or ())
    missed = listed is not None and number is not None and not is_here
    method = record.validation.sso_method
    shown = rules.Shown(
        interface=interface,
        number=number,
        listed=listed,
        on_other_side=await client.sign_in_sources(_other(interface)) if missed else None,
        leads_to=await client.sends_strangers_to(interface) or "",
        idp_url=record.application.idp_url if record.application else "",
        automatic=method is SsoMethod.AUTOMATIC or progress.may_switch(record),
    )
    found: tuple[Finding, ...] = rules.shown_mistakes(shown)
    return found


def _other(interface: Interface) -> Interface:
    return Interface.USERS if interface is Interface.AGENTS else Interface.AGENTS


async def is_refused(session: Session, sent_to: str) -> bool:
    """Tell whether JumpCloud answers DeskPRO's request with an error, instead of a sign-in page.

    It is asked as any browser asks that has not signed in yet, and only at the application's own
    address. That there is no such application is another matter. No answer is no refusal.
    """
    application = session.record.application
    if application is None or origin(sent_to) != origin(application.idp_url):
        return False
    http = await session.services.http()
    try:
        answer = await http.send(
            Request(
                method="GET",
                url=sent_to,
                headers={"accept": "text/html"},
                limit=DOCUMENT_LIMIT,
                idempotent=True,
            )
        )
    except NetError:
        return False
    return answer.status >= _FIRST_ERROR and answer.status != _NO_SUCH_APP
