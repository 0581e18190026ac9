"""The values a set-up carries, with the certificate's dates and fingerprints."""

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.parts import CertificateState
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.summary.model import Entry
from deskpro_sso_gui.summary.plain import plain
from deskpro_sso_gui.texts import date, t, value_name

_TOLD_ELSEWHERE = frozenset({Value.INTERFACE, Value.CERTIFICATE, Value.APP_CHANGED})


def values(record: SetupRecord) -> tuple[Entry, ...]:
    """Return the carried values that are known, exactly as they are to be copied."""
    carried = [
        _organization(record, text)
        if value is Value.ORGANIZATION
        else Entry(key=value.value, label=value_name(value), value=plain(text), verbatim=True)
        for value, text in record.values().items()
        if value not in _TOLD_ELSEWHERE
    ]
    return (*carried, *(_certificate(record.certificate) if record.certificate else ()))


def _organization(record: SetupRecord, organization_id: str) -> Entry:
    name = plain(record.account.organization.name) if record.account else ""
    value = f"{name} ({organization_id})" if name else organization_id
    label = value_name(Value.ORGANIZATION)
    return Entry(key=Value.ORGANIZATION.value, label=label, value=value, verbatim=not name)


def fingerprint(hexadecimal: str) -> str:
    """Return a fingerprint as tools print it: pairs of capitals with colons between."""
    capitals = hexadecimal.upper()
    return ":".join(capitals[at : at + 2] for at in range(0, len(capitals), 2))


def _certificate(certificate: CertificateState) -> list[Entry]:
    known = [
        ("certificate_subject", t(N_("certificate of")), certificate.subject),
        ("certificate_key", t(N_("its key")), certificate.key),
        ("certificate_not_before", t(N_("valid from")), date(certificate.not_before)),
        ("certificate_not_after", t(N_("valid until")), date(certificate.not_after)),
    ]
    fingerprints = [
        ("certificate_sha256", t(N_("SHA-256 fingerprint")), certificate.sha256),
        ("certificate_sha1", t(N_("SHA-1 fingerprint")), certificate.sha1),
    ]
    return [
        *(Entry(key=key, label=label, value=plain(text)) for key, label, text in known if text),
        *(
            Entry(key=key, label=label, value=fingerprint(text), verbatim=True)
            for key, label, text in fingerprints
        ),
    ]
