"""Documents that show conditions C14 to C19, and documents that nearly do."""

from datetime import UTC, datetime
from typing import Final

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.saml.certificate import read_certificate
from tests.support.captures import answered_xml, changed, har, signed_in
from tests.support.certificate_files import (
    as_pem,
    authority,
    deskpros_metadata,
    foreign,
    signed_with,
    web_server,
)
from tests.support.condition_cases import certificate_file
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import ACS_URL, Signer, metadata_xml, response_xml, signer


def _from(year: int, month: int = 1, day: int = 1, hour: int = 0, *, name: str = "") -> bytes:
    begin = datetime(year, month, day, hour, tzinfo=UTC)
    return signer(name or "jumpcloud", begin=begin).pem


def _old() -> Signer:
    return signer(begin=datetime(2019, 1, 1, tzinfo=UTC))


POSITIVE: Final[dict[str, Case]] = {
    **certificate_file.POSITIVE,
    "certificate has run out": Case(
        "C14", lambda: (_from(2019),), variant="expired", headline=False
    ),
    "certificate has run out, and the message is refused": Case(
        "C14",
        lambda: (
            har(changed(signed_in(answered_xml(by=_old())), ACS_URL, status=403, location="")),
        ),
        {"certificate": lambda: read_certificate(_old().pem)},
        variant="refused",
        level=Level.LIKELY,
    ),
    "certificate has run out, and DeskPRO does not mind": Case(
        "C14",
        lambda: (har(signed_in(answered_xml(by=_old()))),),
        {"certificate": lambda: read_certificate(_old().pem)},
        variant="expired",
        headline=False,
    ),
    "certificate is not valid yet": Case(
        "C14", lambda: (_from(2027),), variant="early", headline=False
    ),
    "certificate runs out in 59 days": Case(
        "C14", lambda: (_from(2021, 7, 2),), variant="soon", headline=False
    ),
    "certificate runs out in 7 days": Case(
        "C14", lambda: (_from(2021, 5, 11),), variant="week", headline=False
    ),
    "certificate runs out in the small hours": Case(
        "C14", lambda: (_from(2021, 5, 5),), variant="tomorrow", headline=False
    ),
    "certificate runs out in the evening": Case(
        "C14", lambda: (_from(2021, 5, 4, 23),), variant="today", headline=False
    ),
    "certificate in metadata has run out at the given time": Case(
        "C14",
        lambda: (metadata_xml(),),
        {"now": datetime(2031, 1, 1, tzinfo=UTC)},
        variant="expired",
        headline=False,
    ),
    "everything is of the future": Case(
        "C14",
        lambda: (
            _from(2027),
            response_xml(
                signer(begin=datetime(2027, 1, 1, tzinfo=UTC)),
                issued_at=datetime(2027, 2, 1, tzinfo=UTC),
                wrapped={"issued_at": datetime(2027, 2, 1, tzinfo=UTC)},
            ),
        ),
        variant="clock-early",
        headline=False,
    ),
    "everything has run out": Case(
        "C14",
        lambda: (_from(2019), _from(2018, name="other")),
        variant="clock-late",
        headline=False,
    ),
    "key of 1024 bits": Case(
        "C15", lambda: (foreign("JumpCloudSAMLUser", bits=1024).pem,), variant="key", headline=False
    ),
    "signed with SHA-1": Case(
        "C15", lambda: (as_pem(signed_with("sha1")),), variant="signature", headline=False
    ),
    "signed with MD5": Case(
        "C15", lambda: (as_pem(signed_with("md5")),), variant="signature", headline=False
    ),
    "web server's": Case("C16", lambda: (web_server().pem,), variant="web-server"),
    "authority's": Case("C16", lambda: (authority().pem,), variant="authority"),
    "somebody's own": Case(
        "C16",
        lambda: (foreign("own").pem,),
        level=Level.WORTH_KNOWING,
        variant="other",
        headline=False,
    ),
    "another organisation's": Case(
        "C17", lambda: (signer().pem,), {"organization": "Globex"}, headline=False
    ),
    "older than the one that signs": Case(
        "C18", lambda: (_from(2023, name="old"), response_xml()), headline=False
    ),
    "the second download is younger": Case(
        "C18",
        lambda: (
            ("certificate.pem", _from(2023, name="old")),
            ("certificate (1).pem", signer().pem),
        ),
        variant="other-file",
    ),
    "an older certificate than the metadata's": Case(
        "C18",
        lambda: (("certificate.pem", _from(2023, name="old")), metadata_xml()),
        headline=False,
    ),
    "another organisation's than the metadata's": Case(
        "C17",
        lambda: (signer("other", organization="Globex").pem, metadata_xml()),
        variant="metadata",
        headline=False,
    ),
    "downloaded more than once": Case(
        "C18",
        lambda: (("certificate(2).pem", signer().pem),),
        level=Level.WORTH_KNOWING,
        variant="named",
        headline=False,
    ),
    "DeskPRO's own": Case(
        "C19", lambda: (signer("deskpro").pem, deskpros_metadata(signer("deskpro")))
    ),
    "DeskPRO's own beside both metadata": Case(
        "C19",
        lambda: (web_server().pem, deskpros_metadata(web_server()), metadata_xml()),
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    **certificate_file.NEAR_MISSES,
    "C14: 61 days left": Case("C14", lambda: (_from(2021, 7, 5),)),
    "C14: the last second": Case(
        "C14", lambda: (signer().pem,), {"now": datetime(2024, 1, 1, tzinfo=UTC)}
    ),
    "C15: 2048 bits and SHA-256": Case("C15", lambda: (signer().pem,)),
    "C16: JumpCloud's": Case("C16", lambda: (signer().pem,)),
    "C16: a web server's that the metadata has": Case(
        "C16", lambda: (web_server().pem, metadata_xml(web_server()))
    ),
    "C16: a web server's that signs": Case(
        "C16", lambda: (web_server().pem, response_xml(web_server()))
    ),
    "C17: the same name, written in another way": Case(
        "C17", lambda: (signer().pem,), {"organization": " ACME "}
    ),
    "C17: JumpCloud's own name stands for any": Case(
        "C17", lambda: (signer("old", organization="JumpCloud").pem,), {"organization": "Acme"}
    ),
    "C18: an older one that the metadata still has": Case(
        "C18",
        lambda: (
            ("certificate (1).pem", _from(2023, name="old")),
            metadata_xml(signer(), signer("old", begin=datetime(2023, 1, 1, tzinfo=UTC))),
        ),
    ),
    "C18: an older one of another organisation": Case(
        "C18",
        lambda: (
            signer("old", organization="Globex", begin=datetime(2023, 1, 1, tzinfo=UTC)).pem,
            metadata_xml(),
        ),
    ),
    "C18: a second download that the metadata has": Case(
        "C18", lambda: (("certificate (1).pem", signer().pem), metadata_xml())
    ),
    "C18: two files of two names": Case(
        "C18",
        lambda: (("old.pem", _from(2023, name="old")), ("certificate (1).pem", signer().pem)),
    ),
    "C17: another certificate of the metadata's organisation": Case(
        "C17", lambda: (signer("other").pem, metadata_xml())
    ),
    "C18: a name with a year in brackets": Case(
        "C18", lambda: (("certificate (2026).pem", signer().pem),)
    ),
    "C19: DeskPRO has another": Case(
        "C19", lambda: (signer().pem, deskpros_metadata(signer("deskpro")))
    ),
}
