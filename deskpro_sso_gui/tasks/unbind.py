"""Take access away from user groups, on wish."""

from collections.abc import Sequence

from deskpro_sso_gui.setup.parts import Access
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.access import application_id, look_at_access
from deskpro_sso_gui.tasks.gate import refuse_lock_out
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle


async def unbind_groups(session: Session, groups: Sequence[str]) -> Access:
    """Take the application from the members of the groups with these ids.

    Groups that are not bound count as done.

    Raises:
        ProblemError: there is no application (``STAGE_NOT_READY``) or only the admin's word for it
            (``APPLICATION_BY_HAND``), the change could lock people out (``AUTOMATIC_IS_ON``), the
            key may not change associations, or JumpCloud can't be
            reached. What had been taken away by then is in the record.
    """
    await settle(session)
    application = application_id(session.record)
    refuse_lock_out(session.record)
    try:
        await unbind(session, application, groups)
    finally:
        access = await look_at_access(session)
    return access


async def unbind(session: Session, application: str, groups: Sequence[str]) -> None:
    """Remove the links between an application and those of ``groups`` that have one.

    Raises:
        ProblemError: JumpCloud refused, or can't be reached.
    """
    client = await session.services.jumpcloud(session.record)
    bound = await client.bound_groups(application)
    wanted = tuple(group for group in groups if group in bound)
    if wanted:
        await session.write(
            lambda: client.unbind(application, wanted),
            intent=Intent(
                operation=Operation.UNBIND_GROUPS,
                target=application,
                sent={"groups": list(wanted)},
                ids_before=bound,
            ),
        )
