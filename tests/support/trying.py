"""What an admin does on the page *Try it*, up to the moment JumpCloud's sign-in is seen."""

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from tests.support.desk import Desk
from tests.support.window import until


async def checked(desk: Desk) -> None:
    """Compare both sides."""
    assert desk.primary == t(N_("Check both sides"))
    desk.press_primary()
    await until(lambda: desk.at(ValidatePage).before.checks)
    await desk.settled()


async def begun(desk: Desk, flow: Flow) -> None:
    """Press *Start the test* and wait until sign-ins count."""
    assert desk.primary == t(N_("Start the test"))
    desk.press_primary()
    section = desk.at(ValidatePage).trials[flow]
    await until(lambda: section._watch is not None and section._watch.flow is flow)


async def issued(desk: Desk, flow: Flow) -> None:
    """Wait until it is seen that JumpCloud issued the sign-in."""

    def is_issued() -> object:
        trial = desk.session.record.validation.trial(flow)
        return trial is not None and trial.issued_at

    await until(is_issued)
    await desk.settled()


def asked_for_second_step(store: Store) -> None:
    """Have JumpCloud ask Ann for a second step of her sign-in."""
    (application,) = store.world.applications.values()
    store.record_event(
        user=store.user_by_login("ann"),
        application=application,
        sso_url=application.sso_url,
        idp_initiated=False,
        sso_token_success=False,
        mfa=True,
    )
