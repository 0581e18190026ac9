"""Rules over what JumpCloud's metadata says by itself: M10 to M15 and M17."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, Rule
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.saml.facts import DecodeStep
from deskpro_sso_gui.saml.names import BINDING_REDIRECT, FORMAT_EMAIL, FORMATS_UNSPECIFIED
from deskpro_sso_gui.setup.stages import StageId

_INSECURE: Final = "http://"
_PRIVATE_ENDINGS: Final = (".local", ".internal", ".lan", ".home", ".corp", ".test", ".localhost")


def no_redirect_endpoint(evidence: Evidence) -> Iterator[Finding]:
    """M10: JumpCloud does not offer the binding by which DeskPRO asks."""
    redirected = any(
        DecodeStep.DEFLATE in one.steps and one.sent_to for one in evidence.sent_requests
    )
    for metadata in evidence.all_idp_metadata:
        bindings = tuple(dict.fromkeys(endpoint.binding for endpoint in metadata.sso))
        if BINDING_REDIRECT not in bindings:
            offered = ", ".join(binding.rpartition(":")[2] for binding in bindings) or "-"
            yield found(
                "M10",
                variant="used" if redirected else "",
                level=Level.LIKELY if redirected and _refused(evidence) else None,
                saw=offered,
            )


def not_secure(evidence: Evidence) -> Iterator[Finding]:
    """M11: http:// in an address of either side, or in JumpCloud's name."""
    for metadata in evidence.all_idp_metadata:
        for location in metadata.locations:
            if _is_insecure(location):
                yield found("M11", saw=location)
        if _is_insecure(metadata.entity_id):
            yield found("M11", variant="name", level=Level.WORTH_KNOWING, saw=metadata.entity_id)
    for provider in evidence.sp_metadata:
        for location in dict.fromkeys(point.location for point in provider.acs):
            if _is_insecure(location):
                yield found(
                    "M11",
                    variant="deskpro",
                    side=Side.DESKPRO,
                    stage=StageId.DESKPRO_ADD,
                    saw=location,
                )


def _is_insecure(address: str) -> bool:
    """Tell whether what goes there can be read on the way: on this computer there is none."""
    return address.strip().lower().startswith(_INSECURE) and not _is_here(address)


def _is_here(address: str) -> bool:
    try:
        host = urlsplit(address.strip()).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def run_out(evidence: Evidence) -> Iterator[Finding]:
    """M12: the metadata names a last day, and that is past."""
    now = evidence.expectations.now or evidence.now
    for metadata in evidence.all_idp_metadata:
        end = metadata.valid_until
        if end is not None and end <= now:
            yield found("M12", saw=f"{end:%Y-%m-%d}", expected=f"{now:%Y-%m-%d}")


def wants_signed_requests(evidence: Evidence) -> Iterator[Finding]:
    """M13: JumpCloud's metadata asks for signed requests. Information: it takes others too."""
    if any(one.signed for one in evidence.sent_requests):
        return
    refused = _refused(evidence)
    for metadata in evidence.all_idp_metadata:
        if metadata.want_authn_requests_signed and refused:
            yield found("M13", variant="refused", level=Level.LIKELY)
        elif metadata.want_authn_requests_signed:
            yield found("M13", variant="unsigned" if evidence.sent_requests else "")


def _refused(evidence: Evidence) -> bool:
    """Tell whether JumpCloud answered the last request with an error of its own.

    That it knows no such app is another matter (H2).
    """
    return bool(evidence.sent_requests) and evidence.sent_requests[-1].refused


def name_id_format(evidence: Evidence) -> Iterator[Finding]:
    """M14: JumpCloud's metadata names another form of name than an e-mail address."""
    for metadata in evidence.all_idp_metadata:
        formats = metadata.name_id_formats
        if not formats or FORMAT_EMAIL in formats:
            continue
        open_format = bool(set(formats) & FORMATS_UNSPECIFIED)
        yield found(
            "M14",
            variant="unspecified" if open_format else "",
            level=Level.WORTH_KNOWING if open_format else None,
            saw=formats[0],
            expected=FORMAT_EMAIL,
        )


def no_single_log_out(evidence: Evidence) -> Iterator[Finding]:
    """M15: no address for single log-out, as is usual for JumpCloud."""
    if any(not metadata.has_single_log_out for metadata in evidence.all_idp_metadata):
        yield found("M15")


def out_of_deskpros_reach(evidence: Evidence) -> Iterator[Finding]:
    """M17: the metadata address is on a private network, where a DeskPRO elsewhere can't go."""
    address = evidence.expectations.metadata_url
    if address is not None and _is_private(address):
        yield found("M17", saw=address)


def _is_private(address: str) -> bool:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_PRIVATE_ENDINGS))


RULES: Final[tuple[Rule, ...]] = (
    no_redirect_endpoint,
    not_secure,
    run_out,
    wants_signed_requests,
    name_id_format,
    no_single_log_out,
    out_of_deskpros_reach,
)
