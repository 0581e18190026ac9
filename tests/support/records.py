"""Records of set-ups at chosen points, made the way tasks make them: stage by stage."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from deskpro_sso_gui.setup.facts import Organization, Region, SsoMethod, User
from deskpro_sso_gui.setup.parts import (
    Access,
    Account,
    ApplicationState,
    AppliedSettings,
    BoundGroup,
    ByHand,
    CertificateState,
    DeskproSettings,
    Export,
    Helpdesk,
    MetadataState,
    Origin,
    ServiceProvider,
)
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow, Trial
from deskpro_sso_gui.setup.values import Basis

NOW: Final = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
IDP_URL: Final = "https://sso.jumpcloud.com/saml2/deskpro"


def new_record() -> SetupRecord:
    """Return a set-up of which nothing is known."""
    return SetupRecord(id="one", created_at=NOW, changed_at=NOW)


def with_trial(
    record: SetupRecord, flow: Flow, *, accepted: bool = True, failure: str = ""
) -> SetupRecord:
    """Return ``record`` with one more sign-in that JumpCloud issued."""
    tried = Trial(
        flow=flow,
        started_at=NOW,
        issued_at=NOW,
        issued_by=Evidence.EVENT,
        accepted_at=NOW if accepted else None,
        accepted_by=Evidence.ADMIN if accepted else None,
        failure=failure,
        basis=record.basis(StageId.VALIDATE),
    )
    validation = msgspec.structs.replace(
        record.validation, trials=(*record.validation.trials, tried)
    )
    return msgspec.structs.replace(record, validation=validation)


def done_until(last: StageId) -> SetupRecord:
    """Return a set-up in which every stage up to ``last`` is done, and none after it."""
    record = new_record()
    for stage in STAGES:
        record = _do(record, stage.id)
        if stage.id is last:
            break
    return record


def by_hand_until(last: StageId) -> SetupRecord:
    """Return a set-up in which JumpCloud was done by hand, without a key, up to ``last``."""
    done = done_until(last)
    changes: dict[str, Any] = {
        "account": None,
        "by_hand": ByHand(without_key=True, region=Region.US, organization="Acme Inc"),
    }
    if done.application is not None:
        changes["application"] = msgspec.structs.replace(done.application, id="", basis={})
    record = msgspec.structs.replace(done, **changes)
    for part, stage in (
        ("applied", StageId.JUMPCLOUD_SSO),
        ("certificate", StageId.CERTIFICATE),
        ("metadata", StageId.METADATA),
        ("deskpro", StageId.DESKPRO_CONFIGURE),
        ("access", StageId.ACCESS),
    ):
        value = getattr(record, part)
        if value is not None:
            told = {"by_hand": True} if part in {"applied", "access"} else {}
            renewed = msgspec.structs.replace(value, basis=record.basis(stage), **told)
            record = msgspec.structs.replace(record, **{part: renewed})
    trials = tuple(
        msgspec.structs.replace(
            trial, issued_by=Evidence.ADMIN, basis=record.basis(StageId.VALIDATE)
        )
        for trial in record.validation.trials
    )
    validation = msgspec.structs.replace(record.validation, trials=trials)
    return msgspec.structs.replace(record, validation=validation)


def _do(record: SetupRecord, stage: StageId) -> SetupRecord:
    if stage is StageId.VALIDATE:
        for flow in Flow:
            record = with_trial(record, flow)
        switched = msgspec.structs.replace(record.validation, sso_method=SsoMethod.AUTOMATIC)
        return msgspec.structs.replace(record, validation=switched)
    return msgspec.structs.replace(record, **_PARTS[stage](record, record.basis(stage)))


_PARTS: Final[Mapping[StageId, Callable[[SetupRecord, Basis], dict[str, Any]]]] = {
    StageId.PREREQUISITES: lambda _record, _basis: {
        "helpdesk": Helpdesk(url="https://acme.example", is_deskpro=True),
        "account": Account(region=Region.US, organization=Organization(id="org")),
        "tester": User(id="u", email="ann@acme.example"),
    },
    StageId.APPLICATION: lambda _, basis: {
        "application": ApplicationState(
            id="application",
            label="DeskPRO",
            template="saml2",
            idp_url=IDP_URL,
            idp_entity_id=IDP_URL,
            basis=basis,
        )
    },
    StageId.DESKPRO_ADD: lambda _, basis: {
        "service_provider": ServiceProvider(
            sp_entity_id="https://acme.example/saml/3",
            acs_url="https://acme.example/saml/3/acs",
            basis=basis,
        )
    },
    StageId.JUMPCLOUD_SSO: lambda _, basis: {"applied": AppliedSettings(at=NOW, basis=basis)},
    StageId.CERTIFICATE: lambda record, _: {"certificate": certificate("a", record)},
    StageId.METADATA: lambda _, basis: {
        "metadata": MetadataState(
            url="https://sso.jumpcloud.com/saml2/metadata/1",
            source=Origin.ADDRESS,
            entity_id=IDP_URL,
            idp_url=IDP_URL,
            certificate_sha256="a" * 64,
            basis=basis,
        )
    },
    StageId.DESKPRO_CONFIGURE: lambda _, basis: {
        "deskpro": DeskproSettings(saved=True, basis=basis)
    },
    StageId.ACCESS: lambda _, basis: {
        "access": Access(groups=(BoundGroup(id="g", name="Support"),), basis=basis)
    },
    StageId.SUMMARY: lambda _, basis: {
        "exports": (Export(at=NOW, folder="out", files=("a.html",), basis=basis),)
    },
}


def certificate(digit: str, record: SetupRecord) -> CertificateState:
    """Return a certificate whose fingerprint is ``digit`` over and over."""
    return CertificateState(
        pem="-----BEGIN CERTIFICATE-----\n",
        sha256=digit * 64,
        sha1="b" * 40,
        subject="CN=JumpCloud",
        not_before=NOW,
        not_after=NOW,
        source=Origin.JUMPCLOUD,
        basis=record.basis(StageId.CERTIFICATE),
    )
