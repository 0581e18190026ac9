"""Adding and changing sign-in sources, as the admin screens do."""

import asyncio
from datetime import timedelta
from typing import Final

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from starlette.datastructures import FormData, UploadFile

from deskpro_sso_gui.practice.deskpro.desk import Desk
from deskpro_sso_gui.practice.deskpro.metadata import find_idp_entity_id
from deskpro_sso_gui.practice.deskpro.screens import NAME_ID_FORMATS, Labels
from deskpro_sso_gui.practice.world import Interface, SignInSource, SsoMethod

_REQUEST_KEY_BITS: Final = 2048
_REQUEST_CERTIFICATE_LIFE: Final = timedelta(days=3650)


class SourceForm(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the form of a sign-in source.

    Attributes:
        certificate: the chosen file; empty when none was chosen, which keeps the stored one.
    """

    single_sign_on_url: str = ""
    single_log_off_url: str = ""
    metadata_url: str = ""
    metadata_xml: str = ""
    certificate: bytes = b""
    fingerprint: str = ""
    sign_request: bool = False
    name_id_format: str = ""
    sso_method: SsoMethod = SsoMethod.DISABLED
    login_button_text: str = ""
    enabled: bool = False

    @classmethod
    def of(cls, source: SignInSource) -> "SourceForm":
        """Fill the form from what is stored."""
        return cls(
            single_sign_on_url=source.single_sign_on_url,
            single_log_off_url=source.single_log_off_url,
            metadata_url=source.metadata_url,
            metadata_xml=source.metadata_xml,
            fingerprint=source.fingerprint,
            sign_request=source.sign_request,
            name_id_format=source.name_id_format,
            sso_method=source.sso_method,
            login_button_text=source.login_button_text,
            enabled=source.is_enabled,
        )

    @classmethod
    async def sent(cls, fields: FormData) -> "SourceForm":
        """Read the form as a browser sent it; blanks around a value are dropped."""

        def text(name: str) -> str:
            value = fields.get(name)
            return value.strip() if isinstance(value, str) else ""

        chosen = fields.get("certificate")
        name_id_format = text("name_id_format")
        return cls(
            single_sign_on_url=text("single_sign_on_url"),
            single_log_off_url=text("single_log_off_url"),
            metadata_url=text("metadata_url"),
            metadata_xml=text("metadata_xml"),
            certificate=await chosen.read() if isinstance(chosen, UploadFile) else b"",
            fingerprint=text("fingerprint"),
            sign_request="sign_request" in fields,
            name_id_format=name_id_format if name_id_format in NAME_ID_FORMATS else "",
            sso_method=(
                SsoMethod.AUTOMATIC
                if text("sso_method") == SsoMethod.AUTOMATIC
                else SsoMethod.DISABLED
            ),
            login_button_text=text("login_button_text"),
            enabled="enabled" in fields,
        )

    def mistakes(self, labels: Labels) -> list[str]:
        """Return what keeps the form from being taken, in DeskPRO's place and words unknown."""
        found = []
        if not self.single_sign_on_url:
            found.append(f"{labels.single_sign_on_url} is required.")
        if self.certificate and not _is_certificate(self.certificate):
            found.append(f"{labels.certificate}: this file could not be read.")
        return found


def add_source(desk: Desk, side: Interface) -> SignInSource:
    """Add a SAML app, not installed yet; DeskPRO gives it the next number."""
    helpdesk = desk.store.world.helpdesk
    source = SignInSource(id=helpdesk.next_source_id, interface=side)
    helpdesk.next_source_id += 1
    helpdesk.sources.append(source)
    desk.store.save()
    return source


def delete_source(desk: Desk, source: SignInSource) -> None:
    """Take a sign-in app away; its number is not given again."""
    desk.store.world.helpdesk.sources.remove(source)
    desk.store.save()


async def change_source(desk: Desk, source: SignInSource, form: SourceForm) -> None:
    """Install ``source``, or save its settings: from now on ``form`` holds.

    One app of a side can send everybody to sign in; the others are set to *Disabled*
    (deskpro.md §3.5).
    """
    idp_entity_id = await find_idp_entity_id(form.metadata_url, form.metadata_xml)
    helpdesk = desk.store.world.helpdesk
    if form.sign_request and not helpdesk.request_key_pem:
        await asyncio.to_thread(_make_request_key, desk)
    for name in (
        "single_sign_on_url",
        "single_log_off_url",
        "metadata_url",
        "metadata_xml",
        "fingerprint",
        "sign_request",
        "name_id_format",
        "sso_method",
        "login_button_text",
    ):
        setattr(source, name, getattr(form, name))
    source.is_enabled = form.enabled
    source.idp_entity_id = idp_entity_id
    source.installed = True
    if form.certificate:
        source.certificate_pem = _normalised(form.certificate)
    if source.is_enabled and source.sso_method is SsoMethod.AUTOMATIC:
        for other in helpdesk.sources:
            if other is not source and other.interface is source.interface:
                other.sso_method = SsoMethod.DISABLED
    desk.store.save()


def _is_certificate(data: bytes) -> bool:
    try:
        x509.load_pem_x509_certificate(data)
    except ValueError:
        return False
    return True


def _normalised(data: bytes) -> str:
    certificate = x509.load_pem_x509_certificate(data)
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def _make_request_key(desk: Desk) -> None:
    """Make the key that signs requests; it is saved with the change that needs it."""
    helpdesk, now = desk.store.world.helpdesk, desk.store.now()
    key = rsa.generate_private_key(public_exponent=65537, key_size=_REQUEST_KEY_BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "DeskPRO (practice)")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + _REQUEST_CERTIFICATE_LIFE)
        .sign(key, hashes.SHA256())
    )
    helpdesk.request_key_pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")
    helpdesk.request_certificate_pem = certificate.public_bytes(serialization.Encoding.PEM).decode(
        "ascii"
    )
