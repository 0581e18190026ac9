"""What a client sends to create or replace an application (jumpcloud-api.md §3.2)."""

import copy
from typing import Any, Final

import msgspec

from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.connectors import (
    CERTIFICATE_KEY,
    PRIVATE_KEY_KEY,
    SETTINGS,
    Connector,
)

MAX_DESCRIPTION: Final = 256
LOGO_COLORS: Final = frozenset(
    {
        "#202D38", "#005466", "#3E8696", "#006CAC", "#0617AC", "#7C6ADA",
        "#D5779D", "#9E2F00", "#FFB000", "#58C469", "#57C49F", "#FF6C03",
    }
)  # fmt: skip


class _Sso(msgspec.Struct, frozen=True):
    hidden: bool = False


class _Logo(msgspec.Struct, frozen=True):
    color: str | None = None


class _Body(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    name: str
    config: dict[str, dict[str, Any]]
    sso_url: str = ""
    display_name: str = ""
    display_label: str = ""
    description: str = ""
    active: bool = False
    sso: _Sso = _Sso()
    logo: _Logo | None = None


class ApplicationBody(msgspec.Struct, frozen=True, kw_only=True):
    """A read body.

    Attributes:
        values: the settings that were sent, certificate and key apart; unknown keys are dropped,
            what JumpCloud does with them is unknown.
        entries: ``config`` as it was sent.
        certificate: the value of ``idpCertificate``; ``None`` where it was left out.
        private_key: the value of ``idpPrivateKey``; ``None`` where it was left out.
    """

    name: str
    sso_url: str
    display_name: str
    display_label: str
    description: str
    active: bool
    hidden: bool
    logo_color: str | None
    values: dict[str, Any]
    entries: dict[str, Any]
    certificate: str | None
    private_key: str | None

    def check_url(self, connector: Connector | None) -> None:
        """Refuse an absent IdP URL, or one where there is none to choose.

        Raises:
            ApiError: 400.
        """
        if connector is not None and connector.sso_type == "oidc":
            if self.sso_url:
                raise errors.bad_application("ssoUrl is not allowed for OIDC apps")
        elif not self.sso_url:
            raise errors.bad_application("The IdP URL is required")


def read_application_body(given: dict[str, Any]) -> ApplicationBody:
    """Read a body; of an entry of ``config`` only its ``value`` matters.

    Raises:
        ApiError: 400, something required is absent or has another type.
    """
    try:
        body = msgspec.convert(given, _Body)
    except msgspec.ValidationError as error:
        raise errors.bad_application(str(error)) from None
    if len(body.description) > MAX_DESCRIPTION:
        raise errors.bad_application(f"description is longer than {MAX_DESCRIPTION} characters")
    color = body.logo.color if body.logo else None
    if color and color not in LOGO_COLORS:
        raise errors.bad_application("logo.color is not one of the allowed colors")
    sent = {key: entry["value"] for key, entry in body.config.items() if "value" in entry}
    certificate = sent.pop(CERTIFICATE_KEY, None)
    private_key = sent.pop(PRIVATE_KEY_KEY, None)
    return ApplicationBody(
        name=body.name,
        sso_url=body.sso_url.strip(),
        display_name=body.display_name,
        display_label=body.display_label,
        description=body.description,
        active=body.active,
        hidden=body.sso.hidden,
        logo_color=color or None,
        values={key: value for key, value in sent.items() if value is not None},
        entries=dict(body.config),
        certificate=_text_or_none(CERTIFICATE_KEY, certificate),
        private_key=_text_or_none(PRIVATE_KEY_KEY, private_key),
    )


def new_values(defaults: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """Lay the values that were sent over the default ones.

    Keys that the connector has not are left out.

    Raises:
        ApiError: 400, a value has another type than its setting, or is none of its options.
    """
    values = dict(defaults)
    for key, value in sent.items():
        if key in values:
            values[key] = _checked(key, value)
    return values


def _checked(key: str, value: Any) -> Any:
    setting = SETTINGS[key]
    if not isinstance(value, setting.holds) or (setting.options and value not in setting.options):
        raise errors.bad_application(f"config.{key}.value is not valid")
    if isinstance(value, list):
        return [_attribute_row(key, row) for row in value]
    return copy.deepcopy(value)


def _attribute_row(key: str, row: Any) -> dict[str, Any]:
    if not isinstance(row, dict) or not all(
        isinstance(row.get(part), str) for part in ("name", "value")
    ):
        raise errors.bad_application(f"config.{key}.value is not valid")
    return {"readOnly": False, "required": False, "visible": True} | row


def _text_or_none(key: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise errors.bad_application(f"config.{key}.value is not valid")
