"""The sandbox's state: in memory, and in a file that is written after each change."""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa

from deskpro_sso_gui.practice import keys, seed
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.in_effect import Certificates, with_certificate
from deskpro_sso_gui.practice.world import Application, Event, Group, User, World

STATE_VERSION: Final = 1
KEPT_EVENTS: Final = 10_000
"""As many as Directory Insights returns at most in one answer."""


class StateFileError(Exception):
    """A state file can't be used. The message is for whoever gave the file."""


class Store:
    """Both products' state, with what several parts of the sandbox ask of it.

    Attributes:
        world: everything; whoever changes it calls :meth:`save` in the same step, before awaiting
            anything.
        now: tells the time, UTC.
        fresh: whether this start made the state, rather than read it from a file.
    """

    def __init__(
        self,
        world: World,
        *,
        path: Path | None = None,
        faults: Iterable[Fault] = (),
        now: Callable[[], datetime] = seed.utc_now,
        fresh: bool = True,
    ) -> None:
        self.world = world
        self.now = now
        self.fresh = fresh
        self._path = path
        self._faults = frozenset(faults)
        self._certificates = Certificates()

    @classmethod
    def create(
        cls,
        *,
        path: Path | None = None,
        groups: int = 3,
        users: int = 4,
        organizations: int = 1,
        applications: int = 0,
        faults: Iterable[Fault] = (),
        now: Callable[[], datetime] = seed.utc_now,
    ) -> "Store":
        """Make a new sandbox, saved at once where ``path`` is given."""
        world = seed.new_world(
            groups=groups,
            users=users,
            organizations=organizations,
            applications=applications,
            now=now(),
        )
        store = cls(world, path=path, faults=faults, now=now)
        store.save()
        return store

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        groups: int = 3,
        users: int = 4,
        organizations: int = 1,
        applications: int = 0,
        faults: Iterable[Fault] = (),
    ) -> "Store":
        """Continue from the state file ``path``, or make a new sandbox where there is none.

        The numbers are used for a new sandbox only, ``faults`` always.

        Raises:
            StateFileError: the file can't be read, or is not a state of this version.
        """
        if path is None or not path.exists():
            return cls.create(
                path=path,
                groups=groups,
                users=users,
                organizations=organizations,
                applications=applications,
                faults=faults,
            )
        return cls(read_state(path), path=path, faults=faults, fresh=False)

    def save(self) -> None:
        """Write the state file, wholly or not at all; nothing to do without one.

        Raises:
            StateFileError: the file can't be written.
        """
        if self._path is not None:
            write_state(self._path, self.world)

    def has_fault(self, fault: Fault) -> bool:
        """Whether ``fault`` is on. Faults belong to a run of the sandbox, not to its state."""
        return fault in self._faults

    @property
    def faults(self) -> frozenset[Fault]:
        """Every fault that is on."""
        return self._faults

    def set_faults(self, faults: Iterable[Fault]) -> None:
        """Switch on exactly ``faults``.

        What was mended meanwhile stays mended: a newer certificate that DeskPRO was given is
        JumpCloud's from then on.
        """
        wanted = frozenset(faults)
        if Fault.OLD_CERTIFICATE in self._faults - wanted:
            self._keep_renewed()
        self._certificates.forget(self._faults - wanted)
        self._faults = wanted

    def _keep_renewed(self) -> None:
        given = {source.certificate_pem for source in self.world.helpdesk.sources}
        for identifier, application in self.world.applications.items():
            renewed = self.in_effect(application)
            if renewed is not application and renewed.certificate_pem in given:
                self.world.applications[identifier] = renewed
        self.save()

    def in_effect(self, application: Application) -> Application:
        """Return ``application`` with the certificate that JumpCloud goes by and shows."""
        for fault in (Fault.OLD_CERTIFICATE, Fault.EXPIRED_CERTIFICATE):
            if fault in self._faults:
                pair = self._certificates.in_effect(
                    application,
                    fault,
                    organization=self.world.organization.name,
                    now=self.now(),
                )
                if pair is not None:
                    return with_certificate(application, pair)
        return application

    def published(self, application: Application) -> Application:
        """Return ``application`` as its metadata has it."""
        shown = self.in_effect(application)
        if Fault.REDIRECT_NOT_DECLARED in self._faults:
            values = {**shown.values, "declareRedirectEndpoint": False}
            return msgspec.structs.replace(shown, values=values)
        return shown

    def given_certificate(self, certificate_pem: str) -> str:
        """Return the certificate that DeskPRO goes by where it was given ``certificate_pem``.

        One that ran out has run out on both sides.
        """
        if Fault.EXPIRED_CERTIFICATE in self._faults:
            for application in self.world.applications.values():
                if application.certificate_pem == certificate_pem:
                    return self.in_effect(application).certificate_pem
        return certificate_pem

    def application_by_suffix(self, suffix: str) -> Application | None:
        """Find the application that people sign in to at ``/saml2/<suffix>``, active or not.

        JumpCloud lets two applications have the same address, and which one answers is unknown
        (jumpcloud-api.md §5); here it is the older one.
        """
        found = [app for app in self.world.applications.values() if app.suffix == suffix]
        return min(found, key=lambda app: app.created, default=None)

    def groups_of(self, user: User) -> list[Group]:
        """Return the groups that ``user`` is in."""
        return [group for group in self.world.groups.values() if user.id in group.member_ids]

    def may_use(self, user: User, application: Application) -> bool:
        """Whether ``user`` can sign in at all and is in a group bound to ``application``.

        Does not ask whether the application is active.
        """
        if Fault.NOT_IN_A_GROUP in self._faults:
            return False
        return user.is_usable and any(
            group.id in application.group_ids for group in self.groups_of(user)
        )

    def applications_for(self, user: User) -> list[Application]:
        """Return the active applications ``user`` may use, hidden ones too, by label."""
        found = [
            app
            for app in self.world.applications.values()
            if app.active and self.may_use(user, app)
        ]
        return sorted(found, key=lambda app: app.display_label.casefold())

    def user_by_login(self, login: str) -> User | None:
        """Find a user by e-mail or user name, in any case, as JumpCloud's login page does."""
        wanted = login.strip().casefold()
        for user in self.world.users.values():
            if wanted in {user.email.casefold(), user.username.casefold()}:
                return user
        return None

    def signing_key(self, application: Application) -> rsa.RSAPrivateKey | None:
        """Return the key ``application`` signs with; ``None`` where it has lost it.

        It loses it when a certificate without its key is stored (jumpcloud-api.md §3.6).
        """
        in_effect = self.in_effect(application)
        if not in_effect.private_key_pem:
            return None
        return keys.load_private_key(in_effect.private_key_pem)

    def record_event(
        self,
        *,
        user: User | None,
        application: Application | None,
        sso_url: str,
        idp_initiated: bool,
        sso_token_success: bool,
        error_message: str = "",
        mfa: bool = False,
        client_ip: str = "127.0.0.1",
    ) -> Event:
        """Record a sign-in attempt for Directory Insights, and save.

        Args:
            user: who tried, where known.
            application: what they tried to reach; ``None`` leaves all but ``sso_url`` empty, as
                JumpCloud does on "application unreachable".
            sso_url: the IdP URL that was called.
            idp_initiated: whether it began at the tile in the user console.
            sso_token_success: whether an assertion was issued.
            error_message: JumpCloud's own words; empty on success and before a second factor.
            mfa: whether a second factor was asked for.
            client_ip: where the attempt came from.
        """
        event = Event(
            id=seed.new_id(),
            timestamp=nanosecond_timestamp(self.now()),
            user_id=user.id if user else "",
            username=user.username if user else "",
            email=user.email if user else "",
            application_id=application.id if application else "",
            application_name=application.name if application else "",
            application_label=application.display_label if application else "",
            sso_url=sso_url,
            idp_initiated=idp_initiated,
            sso_token_success=sso_token_success,
            error_message=error_message,
            mfa=mfa,
            client_ip=client_ip,
        )
        self.world.events = [*self.world.events, event][-KEPT_EVENTS:]
        self.save()
        return event


def nanosecond_timestamp(moment: datetime) -> str:
    """Write ``moment`` (UTC) as Directory Insights does, with nanoseconds.

    The last three digits, which Python's clock does not know, are arbitrary but not zero, so that
    a reader who can't deal with nanoseconds is found out.
    """
    digits = 1 + secrets.randbelow(999)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}{digits:03d}Z"


def read_state(path: Path) -> World:
    """Read a state file.

    Raises:
        StateFileError: it can't be read, or is not a state of this version.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StateFileError(f"{path}: can't be read: {error.strerror}") from error
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version != STATE_VERSION:
            raise StateFileError(
                f"{path}: this state has version {version}, this sandbox reads {STATE_VERSION}."
                " Choose another file to begin anew."
            )
        return msgspec.json.decode(data, type=World)
    except msgspec.DecodeError as error:
        raise StateFileError(
            f"{path}: is not a state of the sandbox ({error}). Choose another file to begin anew."
        ) from error


def write_state(path: Path, world: World) -> None:
    """Replace the state file ``path`` by ``world``, readable for its owner alone.

    Raises:
        StateFileError: it can't be written.
    """
    data = msgspec.json.encode(world)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes the file readable for its owner alone.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise StateFileError(f"{path}: can't be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StateFileError(f"{path}: can't be written: {error.strerror}") from error


class _Version(msgspec.Struct, kw_only=True):
    version: int
