"""What is looked at once more when a sign-in has failed."""

from deskpro_sso_gui.setup.trials import Flow, Trial
from deskpro_sso_gui.tasks.deskpro_configure import read_back
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.tasks.validate import note_failure


async def find_cause(session: Session, flow: Flow, saw: str) -> Trial:
    """Note that DeskPRO did not let the tester in, and see what DeskPRO shows of itself now.

    What is seen is in the record then; that nothing can be seen is no error.

    Raises:
        ProblemError: this flow was never tried (``STAGE_NOT_READY``), or it can't be saved
            (``FILE_NOT_WRITABLE``).
    """
    trial = await note_failure(session, flow, saw)
    await read_back(session)
    return trial
