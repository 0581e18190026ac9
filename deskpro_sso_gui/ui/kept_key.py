"""What can be said of the open set-up's key in one line: whether there is one, and where."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from deskpro_sso_gui.credentials import CredentialState
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.parts import Account
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, StageId
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.runner import Run, Runner

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.session import Session

KEPT_TEXTS: Final[Mapping[CredentialState, str]] = {
    CredentialState.CHECKING: N_("Looking for this computer's keyring…"),
    CredentialState.SYSTEM_KEYRING: N_("Key kept in this computer's keyring"),
    CredentialState.SESSION_ONLY: N_("Key kept until you close the window"),
    CredentialState.LOCKED: N_("Keyring locked: key kept until you close the window"),
}
"""Where the key is, when there is one."""

_MISSING: Final = frozenset({ProblemCode.KEY_MISSING, ProblemCode.KEYRING_LOCKED})


def key_text(
    account: Account | None, state: CredentialState, *, kept: bool, without_key: bool = False
) -> str:
    """Return what is said of the key.

    Args:
        account: the set-up's; None while no key was given.
        state: where keys are kept at present.
        kept: the account's key can be got.
        without_key: JumpCloud is done by hand.
    """
    if without_key:
        return t(N_("No key: by hand in JumpCloud"))
    if account is None:
        return t(N_("No JumpCloud key yet"))
    if kept or state is CredentialState.CHECKING:
        return t(KEPT_TEXTS[state])
    if state is CredentialState.LOCKED:
        return t(N_("Keyring locked: unlock it, or give the key again"))
    page = t(STAGE_BY_ID[StageId.PREREQUISITES].name)
    return t(N_("Key needed again: {page}"), page=page)


class KeptKey(QObject):
    """Looks whether the open set-up's key is there, whenever that may have changed.

    Args:
        session: the open set-up.
        runner: starts the looking, which never holds anything up.
        tell: gets the line to show.
    """

    def __init__(
        self,
        session: "Session",
        runner: Runner,
        tell: Callable[[str], object],
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._tell = tell
        self._account: Account | None = None
        self._without_key = False
        self._kept = False
        self._others_worked = False
        self._look: Run | None = None
        self._unsubscribe = session.services.credentials.subscribe(lambda _state: self.look())
        runner.changed.connect(self._follow)
        self.look()

    def show_record(self, record: SetupRecord) -> None:
        """Look again where ``record`` has another account than before, or none is used."""
        if record.account != self._account or record.by_hand.without_key is not self._without_key:
            self.look()

    def close(self) -> None:
        """Look no more."""
        self._unsubscribe()
        self._runner.changed.disconnect(self._follow)
        self._runner.cancel_owned(self)

    @Slot()
    def _follow(self) -> None:
        """Look again for a key that was missing once somebody else's work has ended."""
        if any(run.owner is not self for run in self._runner.runs):
            self._others_worked = True
        elif self._others_worked and not self._runner.runs:
            self._others_worked = False
            if self._account is not None and not self._kept:
                self.look()

    def look(self) -> None:
        """Look again, whatever is known."""
        self._account = self._session.record.account
        self._without_key = self._session.record.by_hand.without_key
        state = self._session.services.credentials.state
        if self._look is not None:
            self._look.cancel()
        if self._account is None or state is CredentialState.CHECKING:
            self._show(kept=False)
            return
        self._look = self._runner.start(
            t(N_("Looking for the kept key…")), self._is_kept, done=self._seen, owner=self
        )

    async def _is_kept(self) -> bool:
        try:
            await self._session.services.keys.credential(self._session.record)
        except ProblemError as error:
            if error.problem.code in _MISSING:
                return False
            raise
        return True

    def _seen(self, kept: bool) -> None:  # noqa: FBT001 - a task's result
        self._show(kept=kept)

    def _show(self, *, kept: bool) -> None:
        self._kept = kept
        state = self._session.services.credentials.state
        words = key_text(self._account, state, kept=kept, without_key=self._without_key)
        self._tell(words)
