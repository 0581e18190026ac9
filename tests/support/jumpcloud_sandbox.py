"""A running sandbox with a client of its JumpCloud API."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa

from deskpro_sso_gui.practice import seed
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.server import ReadyLine, serving
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application, Group, User

Json = Any


@cache
def small_key() -> rsa.RSAPrivateKey:
    """Return a key that all tests share, smaller than JumpCloud's to be quick."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class JumpCloudSandbox:
    """The sandbox, and a client that has its API key."""

    store: Store
    ready: ReadyLine
    client: httpx.AsyncClient

    def renew(self) -> None:
        """Begin with a new world; the key, the organisation and the addresses stay."""
        old = self.store.world
        new = seed.new_world(groups=3, users=4, now=self.store.now())
        new.administrator, new.organization = old.administrator, old.organization
        new.jumpcloud_origin, new.deskpro_origin = old.jumpcloud_origin, old.deskpro_origin
        self.store.world = new
        self.store.set_faults(())

    def user(self, login: str) -> User:
        found = self.store.user_by_login(login)
        assert found is not None
        return found

    def group(self, name: str) -> Group:
        return next(group for group in self.store.world.groups.values() if group.name == name)

    def application(self, application_id: str) -> Application:
        return self.store.world.applications[application_id]

    def body(self, suffix: str = "deskpro", **changes: Json) -> dict[str, Json]:
        """Return a body that creates an application (jumpcloud-api.md §3.3)."""
        sso_url = f"{self.ready.jumpcloud}/saml2/{suffix}"
        return {
            "active": True,
            "name": "saml2",
            "displayName": "SAML2.0",
            "displayLabel": "DeskPRO",
            "ssoUrl": sso_url,
            "sso": {"type": "saml", "hidden": False},
            "config": {
                "idpEntityId": {"value": sso_url},
                "spEntityId": {"value": f"{self.ready.deskpro}/saml/metadata/3.xml"},
                "acsUrl": {"value": f"{self.ready.deskpro}/agent/login/authenticate-callback/3"},
            },
        } | changes

    async def create(self, suffix: str = "deskpro", **changes: Json) -> dict[str, Json]:
        answer = await self.client.post("/api/applications", json=self.body(suffix, **changes))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def bind(self, application_id: str, group: Group, op: str = "add") -> httpx.Response:
        return await self.client.post(
            f"/api/v2/applications/{application_id}/associations",
            json={"op": op, "type": "user_group", "id": group.id},
        )


@contextlib.asynccontextmanager
async def jumpcloud_sandbox(
    *, faults: Iterable[Fault] = (), store: Store | None = None, latency: float = 0.0
) -> AsyncIterator[JumpCloudSandbox]:
    """Serve ``store``, or a new sandbox with ``faults``."""
    store = store or Store.create(faults=faults)
    async with serving(store, key_maker=KeyMaker(small_key), latency=latency) as ready:
        headers = {"x-api-key": ready.api_key}
        async with httpx.AsyncClient(
            base_url=ready.jumpcloud, headers=headers, trust_env=False, timeout=20
        ) as client:
            yield JumpCloudSandbox(store, ready, client)
