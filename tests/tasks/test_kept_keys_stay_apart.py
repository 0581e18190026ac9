"""A key is kept under the origin it is for; practice and a JumpCloud on this computer read none."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import msgspec
import pytest

from deskpro_sso_gui.credentials import (
    PRACTICE_SERVICE,
    SERVICE,
    Secret,
    SecretKind,
    keyring_store,
)
from deskpro_sso_gui.jumpcloud.credential import ApiKey, ServiceAccount
from deskpro_sso_gui.jumpcloud.endpoints import VARIABLE
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Organization, Region
from deskpro_sso_gui.setup.parts import Account, CredentialKind, Helpdesk
from deskpro_sso_gui.setup.record import SetupRecord, encode
from deskpro_sso_gui.storage.settings import ProxyUse
from deskpro_sso_gui.tasks.kept_keys import forget, kept_keys
from deskpro_sso_gui.tasks.network import use_proxy
from deskpro_sso_gui.tasks.services import Options, Services, build_services

KEY = "jca_hush-hush"


class Ring:
    """A keyring that notes who was asked for."""

    priority: ClassVar[float] = 1.0
    entries: ClassVar[dict[tuple[str, str], str]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append((service, username))
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.append((service, username))
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.asked.append((service, username))
        del self.entries[service, username]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> type[Ring]:
    Ring.entries, Ring.asked = {}, []
    monkeypatch.setattr(keyring_store, "_allowed_backends", lambda: (Ring,))
    return Ring


def record(host: str = "acme.deskpro.com", region: Region = Region.US) -> SetupRecord:
    now = datetime.now(UTC)
    return SetupRecord(
        name="Acme",
        created_at=now,
        changed_at=now,
        helpdesk=Helpdesk(url=f"https://{host}", is_deskpro=True),
        account=Account(
            region=region,
            credential=CredentialKind.API_KEY,
            organization=Organization(id="60259a2ad81e1a474d4e7c83", name="Acme"),
            several_organizations=False,
        ),
    )


@pytest.fixture
async def real() -> AsyncIterator[Services]:
    services = await build_services(Options())
    yield services
    await services.close()


async def keep(services: Services) -> SetupRecord:
    mine = record()
    await services.keys.keep_credential(mine, Region.US, ApiKey(Secret(KEY)))
    services.store.save(mine)
    return mine


async def test_a_key_is_kept_under_its_region_s_origin_and_found_under_no_other(
    real: Services, ring: type[Ring]
) -> None:
    mine = await keep(real)
    assert list(ring.entries) == [
        (SERVICE, "api-key https://console.jumpcloud.com acme.deskpro.com")
    ]
    assert await real.keys.credential(mine) == ApiKey(Secret(KEY))
    elsewhere = record(region=Region.EU)
    with pytest.raises(ProblemError) as missing:
        await real.keys.credential(elsewhere)
    assert missing.value.problem.code is ProblemCode.KEY_MISSING


@pytest.mark.parametrize("practice", [False, True])
async def test_a_real_key_is_never_read_with_a_jumpcloud_on_this_computer(
    real: Services,
    ring: type[Ring],
    monkeypatch: pytest.MonkeyPatch,
    practice: bool,  # noqa: FBT001 - a parameter
) -> None:
    mine = await keep(real)
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:9")
    if practice:
        monkeypatch.setattr(Services, "start_practice", _no_sandbox)
    ring.asked.clear()
    apart = await build_services(Options(practice=practice))
    for asked in (apart.keys.credential(mine), apart.keys.kept_credential(mine)):
        with pytest.raises(ProblemError) as missing:
            await asked
        assert missing.value.problem.code is ProblemCode.KEY_MISSING
    assert await kept_keys(apart) == ()
    await apart.keys.keep_credential(mine, Region.US, ApiKey(Secret("jca_practice")))
    for each in await kept_keys(apart):
        await forget(apart, each)
    await apart.close()
    assert ring.asked
    assert {service for service, _ in ring.asked} == {PRACTICE_SERVICE}
    assert await real.keys.credential(mine) == ApiKey(Secret(KEY))


async def _no_sandbox(self: Services) -> None:
    del self


HOSTS: list[dict[str, Any]] = [
    {"region": "evil.example"},
    {"region": "https://evil.example"},
    {"region": ""},
    {"api": "https://evil.example"},
    {"endpoints": {"api": "https://evil.example"}},
]


@pytest.mark.parametrize("change", HOSTS)
async def test_a_set_up_file_can_name_a_region_and_no_host(
    real: Services, change: dict[str, Any]
) -> None:
    mine = await keep(real)
    content = msgspec.json.decode(encode(mine))
    content["account"] |= change
    path = real.store.folder(mine.id) / "setup.json"
    path.write_bytes(msgspec.json.encode(content))
    with pytest.raises(ProblemError) as refused:
        await real.open_session(mine.id)
    assert refused.value.problem.code is ProblemCode.SETUP_FILE_INVALID


async def test_what_is_kept_is_listed_and_forgotten_by_origin_and_helpdesk(
    real: Services, ring: type[Ring]
) -> None:
    await keep(real)
    other = record("support.example.org", Region.EU)
    account = ServiceAccount("client", Secret("hush"))
    await real.keys.keep_credential(other, Region.EU, account)
    eu, us = await kept_keys(real)
    assert (eu.label, eu.region, len(eu.names)) == ("support.example.org", Region.EU, 2)
    assert (us.label, us.region, len(us.names)) == ("acme.deskpro.com", Region.US, 1)
    await forget(real, eu)
    assert await kept_keys(real) == (us,)
    assert len(ring.entries) == 1
    assert len(real.kept_names.list()) == 1


async def test_deskpros_key_and_a_proxy_s_password_are_listed_and_forgotten_too(
    real: Services, ring: type[Ring]
) -> None:
    mine = await keep(real)
    await real.keys.keep_deskpro_key(mine, Secret("desk"))
    await use_proxy(
        real, ProxyUse.ADDRESS, address="proxy.example:3128", user="ann", password=Secret("word")
    )
    listed = await kept_keys(real)
    assert {(each.origin, each.label, *each.kinds) for each in listed} == {
        ("https://console.jumpcloud.com", "acme.deskpro.com", SecretKind.API_KEY),
        ("https://acme.deskpro.com", "acme.deskpro.com", SecretKind.DESKPRO_KEY),
        ("http://proxy.example:3128", "ann", SecretKind.PROXY_PASSWORD),
    }
    for each in listed:
        await forget(real, each)
    assert await kept_keys(real) == ()
    assert ring.entries == {}
    assert real.kept_names.list() == ()


async def test_no_name_of_what_is_kept_holds_a_secret(real: Services) -> None:
    await keep(real)
    names = real.folders.kept_names
    written = b"".join(path.read_bytes() for path in names.iterdir())
    assert b"acme.deskpro.com" in written
    assert b"hush" not in written


async def test_a_damaged_name_costs_that_name_alone(real: Services) -> None:
    await keep(real)
    damaged = real.folders.kept_names / "0.json"
    damaged.write_bytes(b'{"origin": 5}')
    odd = real.folders.kept_names / "1.json"
    odd.write_bytes(b'{"origin":"x y","kind":"api-key","account":"a"}')
    assert [key.label for key in await kept_keys(real)] == ["acme.deskpro.com"]
