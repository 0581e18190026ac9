"""What an application's settings say about the messages JumpCloud sends for it."""

from typing import Any, Final

import msgspec

from deskpro_sso_gui.practice.saml_xml import NAME_ID_UNSPECIFIED_1_0
from deskpro_sso_gui.practice.world import Application, User

# What `subjectField` and `databaseAttributes` may name, in JumpCloud's words (jumpcloud-api.md
# §3.2), and the User field that holds it.
_USER_FIELDS: Final = {
    "email": "email",
    "username": "username",
    "firstname": "firstname",
    "lastname": "lastname",
    "displayname": "displayname",
    "description": "description",
}


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute of the assertion, with one or more values."""

    name: str
    values: tuple[str, ...]


class SignInSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one application that shape its sign-in messages.

    A setting that the connector lacks has JumpCloud's default (jumpcloud-api.md §3.2).

    Attributes:
        issuer: IdP entity ID, as typed.
        audience: SP entity ID, as typed.
        acs_url: the only address an answer is sent to.
        subject_field: which field of the user is the NameID.
        name_id_format: URN.
        relay_state: used where the visit brought none.
    """

    issuer: str
    audience: str
    acs_url: str
    subject_field: str
    name_id_format: str
    sign_assertion: bool
    sign_response: bool
    signature_algorithm: str
    relay_state: str
    groups_attribute: str
    constant_attributes: tuple[Attribute, ...]
    database_attributes: tuple[tuple[str, str], ...]
    sp_certificate_value: str

    @classmethod
    def of(cls, application: Application) -> "SignInSettings":
        """Read the settings of ``application``."""
        include_groups = application.value("includeGroups", default=False) is True
        return cls(
            issuer=_text(application, "idpEntityId"),
            audience=_text(application, "spEntityId"),
            acs_url=_default_acs_url(_text(application, "acsUrl")),
            subject_field=_text(application, "subjectField", "email"),
            name_id_format=_text(application, "overrideNameIdFormat", NAME_ID_UNSPECIFIED_1_0),
            sign_assertion=application.value("signAssertion", default=True) is not False,
            sign_response=application.value("signResponse", default=False) is True,
            signature_algorithm=_text(application, "signatureAlgorithm", "RSA-SHA256"),
            relay_state=_text(application, "defaultTargetUrl"),
            groups_attribute=(
                _text(application, "groupsAttributeName", "memberOf") if include_groups else ""
            ),
            constant_attributes=tuple(
                Attribute(name=name, values=(value,))
                for name, value in _rows(application, "constantAttributes")
            ),
            database_attributes=tuple(_rows(application, "databaseAttributes")),
            sp_certificate_value=_text(application, "spCertificate"),
        )

    def attributes(self, user: User, group_names: tuple[str, ...]) -> tuple[Attribute, ...]:
        """Return the attributes an answer about ``user`` carries; none unless configured."""
        database = tuple(
            Attribute(name=name, values=(user_field(user, source),))
            for name, source in self.database_attributes
        )
        groups = (
            (Attribute(name=self.groups_attribute, values=group_names),)
            if self.groups_attribute and group_names
            else ()
        )
        return (*database, *self.constant_attributes, *groups)


def user_field(user: User, name: str) -> str:
    """Return what JumpCloud's field ``name`` holds for ``user``, empty where there is none."""
    field = _USER_FIELDS.get(name)
    return str(getattr(user, field)) if field else ""


def _text(application: Application, key: str, default: str = "") -> str:
    found = application.value(key, default)
    return found if isinstance(found, str) else default


def _rows(application: Application, key: str) -> list[tuple[str, str]]:
    rows: Any = application.value(key, [])
    return [
        (str(row["name"]), str(row.get("value", "")))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("name")
    ]


class _AcsRow(msgspec.Struct, frozen=True):
    url: str
    isDefault: str | bool = False  # noqa: N815 - JumpCloud's spelling


def _default_acs_url(value: str) -> str:
    """Return the one address of ``value``: several come as JSON text (jumpcloud-api.md §3.2)."""
    if not value.startswith("["):
        return value
    try:
        rows = msgspec.json.decode(value, type=list[_AcsRow])
    except msgspec.DecodeError:
        return value
    marked = [row.url for row in rows if row.isDefault in ("true", True)]
    return next(iter([*marked, *(row.url for row in rows)]), "")
