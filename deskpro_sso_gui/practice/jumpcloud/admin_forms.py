"""The fields of the portal's SSO tab: drawn from what the connector has, and read back."""

from typing import Any, Final

import msgspec

from deskpro_sso_gui.practice.jumpcloud import connectors
from deskpro_sso_gui.practice.jumpcloud.admin_session import Turn
from deskpro_sso_gui.practice.jumpcloud.application_body import new_values
from deskpro_sso_gui.practice.world import Application

ATTRIBUTES: Final = "databaseAttributes"
USER_FIELDS: Final = ("email", "firstname", "lastname", "displayname", "username")
"""Fields of a JumpCloud user that can be mapped (jumpcloud-api.md §3.2)."""

_SHOWN: Final = frozenset({"text", "select", "bool"})
_EMPTY_ROWS: Final = 4


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A control of the form; ``value`` is a text, or whether it is ticked."""

    key: str
    label: str
    kind: str
    value: Any
    options: tuple[str, ...] = ()


def fields(application: Application) -> list[Field]:
    """Return the controls for the settings that ``application`` has, in JumpCloud's order."""
    shown = [
        (setting.position, key, setting)
        for key, setting in connectors.SETTINGS.items()
        if key in application.values and setting.kind in _SHOWN
    ]
    return [
        Field(
            key=key,
            label=setting.label.rstrip(":"),
            kind=setting.kind,
            value=application.values[key],
            options=setting.options,
        )
        for _, key, setting in sorted(shown, key=lambda each: each[:2])
    ]


def attribute_rows(application: Application) -> list[dict[str, str]] | None:
    """Return the rows of *User Attribute Mapping*, with empty ones; None where there is none."""
    if ATTRIBUTES not in application.values:
        return None
    rows = [{"name": row["name"], "value": row["value"]} for row in application.values[ATTRIBUTES]]
    return rows + [{"name": "", "value": ""}] * _EMPTY_ROWS


def sent_values(application: Application, turn: Turn) -> dict[str, Any]:
    """Return the application's settings with what the form says.

    Raises:
        ApiError: 400, a value is none of its setting's.
    """
    sent: dict[str, Any] = {}
    for field in fields(application):
        sent[field.key] = field.key in turn.form if field.kind == "bool" else turn.text(field.key)
    if ATTRIBUTES in application.values:
        names, values = turn.form.getlist("attribute_name"), turn.form.getlist("attribute_field")
        sent[ATTRIBUTES] = [
            {"name": str(name).strip(), "value": str(value)}
            for name, value in zip(names, values, strict=False)
            if str(name).strip() and value
        ]
    return new_values(application.values, sent)
