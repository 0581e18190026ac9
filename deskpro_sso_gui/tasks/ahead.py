"""What an automatic run will read, asked together as soon as it can be.

The answers are remembered (``net.remembering``), and the step that needs one gets it from there.
So the steps stay what they are in the window, and nobody waits for one read after the other. What
fails here is told by the step itself.
"""

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.tasks.apply_plan import ApplyPlan
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.jumpcloud.client import JumpCloud

Read = Callable[[], Awaitable[object]]


async def look_ahead(
    services: Services, plan: ApplyPlan, helpdesk_url: str, client: "JumpCloud", application: str
) -> None:
    """Read what can be read before anything is written.

    Args:
        services: those of this run, which remember.
        plan: what is to be done.
        helpdesk_url: normalised.
        client: for the organisation of the plan.
        application: the id of the one that is used; empty where one is to be made.
    """
    deskpro = await services.deskpro(helpdesk_url)
    reads: list[Read] = [deskpro.discover]
    if plan.deskpro.sp_entity_id:
        reads.append(partial(deskpro.service_provider_metadata, plan.deskpro.sp_entity_id))
    if plan.access.tester:
        reads.append(partial(client.user_by_email, plan.access.tester.strip()))
    if plan.access.groups:
        reads.append(client.groups)
    if application:
        reads += [
            partial(client.application, application),
            partial(client.bound_groups, application),
        ]
    else:
        reads += [client.templates, client.applications]
    await _quietly(reads)


async def look_at_bound(session: Session) -> None:
    """Read which groups are bound, while the application's settings are written."""
    record = session.record
    if record.application is None:
        return
    application = record.application.id

    async def read() -> None:
        client = await session.services.jumpcloud(record)
        await client.bound_groups(application)

    await _quietly([read])


async def _quietly(reads: list[Read]) -> None:
    async def tried(read: Read) -> None:
        with contextlib.suppress(ProblemError):
            await read()

    await several([partial(tried, each) for each in reads])
