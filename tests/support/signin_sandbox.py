"""A sandbox in which a DeskPRO application is set up on both sides, and a visitor to walk it."""

import contextlib
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self
from urllib.parse import urljoin

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa

from deskpro_sso_gui.practice import keys, seed
from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import KeyMaker, SigningPair
from deskpro_sso_gui.practice.saml_xml import NAME_ID_EMAIL
from deskpro_sso_gui.practice.server import serving
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application, Interface, SignInSource, SsoMethod, User
from tests.support.forms import Forms

SORRY = "Sorry, we could not sign you in. Please contact your administrator."
PASSWORD = seed.PASSWORD


@cache
def private_key() -> rsa.RSAPrivateKey:
    """Return JumpCloud's key, which all tests share; smaller than a real one to be quick."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def signing_pair() -> SigningPair:
    """Return JumpCloud's key with its certificate."""
    return keys.certify(private_key(), organization="Acme Inc", now=seed.utc_now())


@cache
def other_pair() -> SigningPair:
    """Return a key JumpCloud does not have, with a certificate that looks just the same."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return keys.certify(key, organization="Acme Inc", now=seed.utc_now())


@dataclass
class SignInSandbox:
    """Both products answering, with one application and one sign-in source that fit."""

    store: Store
    application: Application
    source: SignInSource

    @property
    def jumpcloud(self) -> str:
        return self.store.world.jumpcloud_origin

    @property
    def deskpro(self) -> str:
        return self.store.world.deskpro_origin

    def user(self, name: str) -> User:
        found = self.store.user_by_login(name)
        assert found is not None
        return found


@contextlib.asynccontextmanager
async def signin_sandbox(
    *,
    faults: Iterable[Fault] = (),
    interface: Interface = Interface.AGENTS,
    sso_method: SsoMethod = SsoMethod.DISABLED,
    **values: Any,
) -> AsyncIterator[SignInSandbox]:
    """Serve a sandbox; ``values`` replace settings of the application (``acsUrl`` …)."""
    store = Store.create(faults=faults)
    key = private_key()  # made here: two threads that ask first would get one each
    async with serving(store, key_maker=KeyMaker(lambda: key)):
        helpdesk = store.world.helpdesk
        source = SignInSource(
            id=helpdesk.next_source_id,
            interface=interface,
            is_enabled=True,
            installed=True,
            sso_method=sso_method,
            single_sign_on_url=f"{store.world.jumpcloud_origin}/saml2/deskpro",
            single_log_off_url=f"{store.world.jumpcloud_origin}/userconsole/",
            certificate_pem=signing_pair().certificate_pem,
            name_id_format=NAME_ID_EMAIL,
            login_button_text="Sign in with JumpCloud",
        )
        helpdesk.next_source_id += 1
        helpdesk.sources.append(source)
        application = make_application(store, source, **values)
        yield SignInSandbox(store, application, source)


def make_application(
    store: Store, source: SignInSource, *, suffix: str = "deskpro", **values: Any
) -> Application:
    """Add an active application for ``source``, bound to the group "DeskPRO agents"."""
    world, pair = store.world, signing_pair()
    sso_url = f"{world.jumpcloud_origin}/saml2/{suffix}"
    agents = next(group for group in world.groups.values() if group.name == "DeskPRO agents")
    application = Application(
        id=seed.new_id(),
        name="saml2",
        display_name="SAML2.0",
        display_label="DeskPRO",
        sso_url=sso_url,
        created=store.now(),
        active=True,
        certificate_pem=pair.certificate_pem,
        certificate_value=pair.certificate_value,
        private_key_pem=pair.private_key_pem,
        group_ids=[agents.id],
        metadata_token="token-of-metadata",
        values={
            "idpEntityId": sso_url,
            "spEntityId": entity_id(world.deskpro_origin, source),
            "acsUrl": acs_url(world.deskpro_origin, source),
            "subjectField": "email",
            "overrideNameIdFormat": NAME_ID_EMAIL,
        }
        | values,
    )
    world.applications[application.id] = application
    store.save()
    return application


class Visitor:
    """A browser without scripts: keeps cookies by host, follows redirects, sends forms."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(follow_redirects=True, trust_env=False, timeout=20)
        self.page = httpx.Response(200)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    @property
    def url(self) -> str:
        return str(self.page.url)

    @property
    def text(self) -> str:
        """The page's words, without the tags."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", self.page.text))

    async def open(self, url: str) -> httpx.Response:
        self.page = await self._client.get(url)
        return self.page

    async def follow(self, element_id: str) -> httpx.Response:
        """Click the link that has ``element_id``."""
        found = re.search(rf'<a [^>]*id="{element_id}"[^>]*>', self.page.text)
        assert found, f"no link {element_id} in {self.text}"
        href = re.search(r'href="([^"]*)"', found[0])
        assert href
        return await self.open(urljoin(self.url, href[1].replace("&amp;", "&")))

    async def send(
        self, form_id: str = "", *, files: dict[str, Any] | None = None, **fields: str | None
    ) -> httpx.Response:
        """Send a form of the page, with ``fields`` filled in; ``None`` leaves one out."""
        forms = Forms.of(self.page.text)
        form = next(form for form in forms if not form_id or form.identifier == form_id)
        filled = {
            name: value for name, value in (form.fields | fields).items() if value is not None
        }
        self.page = await self._client.post(
            urljoin(self.url, form.action), data=filled, files=files
        )
        return self.page

    async def post(self, url: str, **fields: str) -> httpx.Response:
        self.page = await self._client.post(url, data=fields)
        return self.page

    async def sign_in(self, name: str) -> httpx.Response:
        """Fill in JumpCloud's sign-in page."""
        return await self.send("login", email=f"{name}@acme.example", password=PASSWORD)

    def form_value(self, name: str) -> str:
        """Return what a field of the page's first form that has it holds."""
        return next(form.fields[name] for form in Forms.of(self.page.text) if name in form.fields)
