"""Set-ups to summarise: one finished, one just begun."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from deskpro_sso_gui import texts
from deskpro_sso_gui.setup.facts import Administrator, Organization, Region, SsoMethod, User
from deskpro_sso_gui.setup.parts import (
    Access,
    Account,
    ApplicationState,
    AppliedSettings,
    BoundGroup,
    CertificateState,
    DeskproSettings,
    Helpdesk,
    MetadataState,
    Origin,
    ServiceProvider,
)
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow, Trial, Validation

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IDP_URL = "https://sso.jumpcloud.com/saml2/deskpro"
SHA256 = "ab" * 32
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def _with_basis(record: SetupRecord, part: str, stage: StageId) -> SetupRecord:
    value = msgspec.structs.replace(getattr(record, part), basis=record.basis(stage))
    return msgspec.structs.replace(record, **{part: value})


@pytest.fixture
def now() -> datetime:
    """The moment a summary is made."""
    return NOW


@pytest.fixture
def begun() -> SetupRecord:
    """A set-up of which nothing is known yet."""
    return SetupRecord(id="begun", created_at=NOW, changed_at=NOW)


@pytest.fixture
def finished() -> SetupRecord:
    """A set-up that is done but for its summary, switched to *Automatic*."""
    record = SetupRecord(
        id="finished",
        name="Acme helpdesk",
        created_at=NOW - timedelta(hours=2),
        changed_at=NOW,
        helpdesk=Helpdesk(url="https://acme.deskpro.com", is_deskpro=True),
        account=Account(
            region=Region.US,
            organization=Organization(id="5f1b2c3d4e5f6a7b8c9d0e1f", name="Acme Inc"),
            administrator=Administrator(email="admin@acme.example", role="Administrator"),
        ),
        tester=User(id="u1", email="ann@acme.example", name="Ann Example"),
        application=ApplicationState(
            id="a1", label="DeskPRO", template="saml2", idp_url=IDP_URL, idp_entity_id=IDP_URL
        ),
        service_provider=ServiceProvider(
            sp_entity_id="https://acme.deskpro.com/saml/metadata/3.xml",
            acs_url="https://acme.deskpro.com/agent/login/authenticate-callback/3",
            source_id=3,
        ),
        applied=AppliedSettings(at=NOW, changed=5),
        certificate=CertificateState(
            pem=PEM,
            sha256=SHA256,
            sha1="cd" * 20,
            subject="CN=JumpCloudSAMLUser, O=Acme Inc",
            key="RSA 4096",
            not_before=NOW,
            not_after=datetime(2031, 11, 23, 12, 0, tzinfo=UTC),
            source=Origin.JUMPCLOUD,
        ),
        metadata=MetadataState(
            url="https://sso.jumpcloud.com/saml2/metadata/t0",
            source=Origin.ADDRESS,
            entity_id=IDP_URL,
            idp_url=IDP_URL,
            certificate_sha256=SHA256,
        ),
        deskpro=DeskproSettings(saved=True),
        access=Access(
            groups=(BoundGroup(id="g1", name="DeskPRO agents", members=3),),
            people=3,
            tester_included=True,
        ),
    )
    for part, stage in (
        ("application", StageId.APPLICATION),
        ("service_provider", StageId.DESKPRO_ADD),
        ("applied", StageId.JUMPCLOUD_SSO),
        ("certificate", StageId.CERTIFICATE),
        ("metadata", StageId.METADATA),
        ("deskpro", StageId.DESKPRO_CONFIGURE),
        ("access", StageId.ACCESS),
    ):
        record = _with_basis(record, part, stage)
    trials = tuple(
        Trial(
            flow=flow,
            started_at=NOW,
            issued_at=NOW + timedelta(minutes=1),
            issued_by=Evidence.EVENT,
            accepted_at=NOW + timedelta(minutes=2),
            accepted_by=Evidence.ADMIN,
            signed_in_as="Ann Example",
            basis=record.basis(StageId.VALIDATE),
        )
        for flow in Flow
    )
    validation = Validation(trials=trials, sso_method=SsoMethod.AUTOMATIC)
    return msgspec.structs.replace(record, validation=validation)


@pytest.fixture
def hostile(finished: SetupRecord) -> SetupRecord:
    """The finished set-up with names from outside that try to be more than text."""
    replace = msgspec.structs.replace
    name = '<script>alert("1")</script> `*_[x](https://evil.example)|'
    assert finished.account is not None
    organization = Organization(id="o1", name=f"{name}\u202e\n# heading")
    return replace(
        finished,
        name=name,
        account=replace(finished.account, organization=organization),
        access=Access(groups=(BoundGroup(id="g1", name=name, members=1),), people=1),
    )


@pytest.fixture
def pseudo() -> Iterator[None]:
    """The pseudo-language, in which a text that was never looked up stands out."""
    texts.use(texts.PSEUDO)
    yield
    texts.use("en")
